import { collectMetrics, parseJson, type Metric, type Metrics } from './parse-metrics.ts'

/** What a wandb program logged, or how its summary changed. */
export interface WandbRecord {
  readonly kind: 'history' | 'summary'
  readonly metrics: Metrics
}

/** Takes a `.wandb` file in pieces. */
export interface WandbLogParser {
  /** @returns What the pieces so far complete */
  push(bytes: Uint8Array): readonly WandbRecord[]
}

/**
 * Parses the file that wandb writes while a program runs, `run-<id>.wandb`: a log of LevelDB's format whose records are
 * protocol buffers.
 *
 *     7 bytes         ":W&B", magic, version
 *     per fragment    checksum u32, length u16, type u8 (1 whole, 2 first, 3 middle, 4 last), payload
 *
 * In blocks of 32768 bytes, from the file's begin; fewer than 7 bytes at a block's end are empty. Of a record, field 2 is
 * history and 3 is summary; of both, field 1 repeats items: key 1, nested keys 2, value as JSON 16.
 *
 * Sources: github.com/google/leveldb, doc/log_format.md; wandb 0.30, wandb/proto/wandb_internal.proto.
 * Checksums are not checked: the file is read as it grows, and only for what was just written.
 */
export function createWandbLogParser(): WandbLogParser {
  let pending: Uint8Array = new Uint8Array()
  /** Of the first pending byte. */
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

/** Of the file, and of a fragment. */
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
  return fieldsOf(bytes).flatMap(([field, payload]): readonly WandbRecord[] => {
    if (field !== 2 && field !== 3) return []
    const metrics = new Map<string, Metric>()
    for (const [inner, item] of fieldsOf(payload)) {
      if (inner === 1) addItem(item, metrics)
    }
    return [{ kind: field === 2 ? 'history' : 'summary', metrics }]
  })
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

/** The fields of a message that have a length; the others are skipped. */
function fieldsOf(bytes: Uint8Array): (readonly [field: number, payload: Uint8Array])[] {
  const fields: (readonly [number, Uint8Array])[] = []
  let offset = 0

  function readVarint(): number {
    let value = 0
    for (let scale = 1; offset < bytes.length; scale *= 128) {
      const byte = bytes[offset++]
      value += (byte & 127) * scale
      if (byte < 128) break
    }
    return value
  }

  while (offset < bytes.length) {
    const tag = readVarint()
    const type = tag % 8
    if (type === 0) readVarint()
    else if (type === 1) offset += 8
    else if (type === 5) offset += 4
    else if (type === 2) {
      const length = readVarint()
      fields.push([Math.floor(tag / 8), bytes.subarray(offset, offset + length)])
      offset += length
    } else break
  }
  return fields
}
