import { BinaryReader, WireType } from '@bufbuild/protobuf/wire'
import { collectMetrics, parseJson, type Metric, type Metrics } from './parse-metrics.ts'

/** Metrics that a program logged with wandb, or changes of its summary. */
export interface WandbRecord {
  readonly kind: 'history' | 'summary'
  readonly metrics: Metrics
}

/** Parses a `.wandb` file that arrives in pieces. */
export interface WandbLogParser {
  /** @returns The records that are complete with this piece */
  push(bytes: Uint8Array): readonly WandbRecord[]
}

/**
 * Creates a parser of the file that wandb writes while a program runs, `run-<id>.wandb`: a log in LevelDB's format whose
 * records are protocol buffers.
 *
 *     7 bytes         ":W&B", magic, version
 *     per fragment    checksum u32, length u16, type u8 (1 whole, 2 first, 3 middle, 4 last), payload
 *
 * Blocks have 32,768 bytes, counted from the start of the file; fewer than 7 bytes at the end of a block are padding. In a
 * record, field 2 is history and field 3 is summary. In both, field 1 repeats items with key 1, nested keys 2 and the value
 * as JSON 16.
 *
 * Sources: github.com/google/leveldb, doc/log_format.md; wandb 0.30, wandb/proto/wandb_internal.proto.
 * Checksums are not verified, since the file is read while it grows. A damaged record is skipped.
 */
export function createWandbLogParser(): WandbLogParser {
  let pending: Uint8Array = new Uint8Array()
  /** Position of the first pending byte in the file. */
  let position = 0
  let fragments: Uint8Array[] = []

  function take(count: number): Uint8Array {
    const taken = pending.subarray(0, count)
    pending = pending.subarray(count)
    position += count
    return taken
  }

  return {
    push(bytes) {
      pending = concatenate([pending, bytes])
      const records: WandbRecord[] = []
      if (position === 0 && pending.length >= headerSize) take(headerSize)
      while (position > 0) {
        const left = blockSize - (position % blockSize)
        if (left < headerSize && pending.length >= left) take(left)
        if (pending.length < headerSize) break
        const length = pending[4] + 256 * pending[5]
        if (pending.length < headerSize + length) break
        const type = take(headerSize)[6]
        if (type === 1 || type === 2) fragments = []
        fragments.push(take(length))
        if (type !== 1 && type !== 4) continue
        for (const record of parseRecord(concatenate(fragments))) records.push(record)
      }
      return records
    },
  }
}

/** Size of the file's header and of a fragment's header. */
const headerSize = 7
const blockSize = 32768

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0))
  let offset = 0
  for (const part of parts) {
    whole.set(part, offset)
    offset += part.length
  }
  return whole
}

function parseRecord(bytes: Uint8Array): readonly WandbRecord[] {
  try {
    return fieldsOf(bytes).flatMap(([field, payload]): readonly WandbRecord[] => {
      if (field !== 2 && field !== 3) return []
      const metrics = new Map<string, Metric>()
      for (const [inner, item] of fieldsOf(payload)) {
        if (inner === 1) addItem(item, metrics)
      }
      return [{ kind: field === 2 ? 'history' : 'summary', metrics }]
    })
  } catch {
    return []
  }
}

function addItem(item: Uint8Array, metrics: Map<string, Metric>): void {
  const names: string[] = []
  for (const [field, payload] of fieldsOf(item)) {
    const text = new TextDecoder().decode(payload)
    if (field === 1 || field === 2) names.push(text)
    else if (field === 16) {
      for (const [name, value] of collectMetrics(parseJson(text), names.join('.'))) metrics.set(name, value)
    }
  }
}

/** Reads the fields of a message that have a length, and skips the others. */
function fieldsOf(message: Uint8Array): (readonly [field: number, payload: Uint8Array])[] {
  const reader = new BinaryReader(message)
  const fields: (readonly [number, Uint8Array])[] = []
  while (reader.pos < reader.len) {
    const [field, type] = reader.tag()
    if (type === WireType.LengthDelimited) fields.push([field, reader.bytes()])
    else reader.skip(type, field)
  }
  return fields
}
