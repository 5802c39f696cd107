import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { createWandbLogParser, type WandbRecord } from './parse-wandb-log.ts'

const vector = JSON.parse(
  readFileSync(new URL('../../test/vectors/wandb-log.json', import.meta.url), 'utf8'),
) as { logged: { epoch: number; 'val/loss': number; val: { acc: number } }[]; file: string }

const ofKind = (records: readonly WandbRecord[], kind: string): Record<string, number | string>[] =>
  records.filter((record) => record.kind === kind).map(({ metrics }) => Object.fromEntries(metrics))

describe('createWandbLogParser', () => {
  it('reads a file of wandb', () => {
    const records = createWandbLogParser().push(Buffer.from(vector.file, 'base64'))
    const history = ofKind(records, 'history')
    vector.logged.forEach((logged, step) =>
      expect(history[step]).toMatchObject({
        ...{ epoch: logged.epoch, 'val/loss': logged['val/loss'], 'val.acc': logged.val.acc, _step: step },
      }),
    )
    expect(history[3]).toMatchObject({ 'val/loss': NaN, _step: 3 })
    expect(history).toHaveLength(4)
    const summary = Object.assign({}, ...ofKind(records, 'summary')) as object
    expect(summary).toMatchObject({ epoch: 2, 'val.acc': 0.5, best: 0.25, 'val/loss': NaN })
  })

  it('reads the same records in any pieces', () => {
    const bytes = Buffer.from(vector.file, 'base64')
    const whole = createWandbLogParser().push(bytes)
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length), { maxLength: 20 }), (cuts) => {
        const edges = [0, ...cuts.toSorted((a, b) => a - b), bytes.length]
        const parser = createWandbLogParser()
        const pieces = edges.slice(1).flatMap((end, index) => parser.push(bytes.subarray(edges[index], end)))
        expect(pieces).toEqual(whole)
      }),
    )
  })

  it('reads records across blocks, and skips the padding of a block', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(70_000), { minLength: 1, maxLength: 5 }), (paddings) => {
        const records = createWandbLogParser().push(
          writeLog(paddings.map((padding, step) => encodeHistory(step, padding))),
        )
        expect(ofKind(records, 'history')).toEqual(paddings.map((_, step) => ({ step })))
      }),
      { numRuns: 30 },
    )
  })

  it('skips a damaged record, and reads those after it', () => {
    const damaged = Buffer.from([0x12, 0x7f, 1, 2, 3])
    const records = createWandbLogParser().push(writeLog([encodeHistory(0, 0), damaged, encodeHistory(1, 0)]))
    expect(ofKind(records, 'history')).toEqual([{ step: 0 }, { step: 1 }])
  })

  it('reads a block that ends with an empty fragment of 7 bytes or with 6 bytes of padding', () => {
    for (const left of [6, 7]) {
      // The file's header, the fragment's header, and the other bytes of the first record.
      const first = encodeHistory(0, 0)
      const padding = 32768 - 7 - 7 - first.length - left
      const records = createWandbLogParser().push(
        writeLog([encodeHistory(0, padding - 2), encodeHistory(1, 0)]),
      )
      expect(ofKind(records, 'history')).toEqual([{ step: 0 }, { step: 1 }])
    }
  })
})

/** Encodes a history record with a step, and an unknown field of many bytes. */
function encodeHistory(step: number, padding: number): Buffer {
  const item = Buffer.concat([field(1, Buffer.from('step')), field(16, Buffer.from(String(step)))])
  return Buffer.concat([field(2, field(1, item)), field(99, Buffer.alloc(padding))])
}

function field(number: number, payload: Buffer): Buffer {
  return Buffer.concat([varint(number * 8 + 2), varint(payload.length), payload])
}

function varint(value: number): Buffer {
  const bytes: number[] = []
  for (; value >= 128; value = Math.floor(value / 128)) bytes.push((value % 128) | 128)
  return Buffer.from([...bytes, value])
}

/** Writes records as fragments, as LevelDB does. */
function writeLog(records: readonly Buffer[]): Buffer {
  const pieces: Buffer[] = [Buffer.from(':W&B\xe1\xbe\0', 'latin1')]
  let size = 7
  const add = (piece: Buffer): void => {
    pieces.push(piece)
    size += piece.length
  }
  for (const record of records) {
    let offset = 0
    let isFirst = true
    do {
      const left = 32768 - (size % 32768)
      if (left < 7) add(Buffer.alloc(left))
      const room = left < 7 ? 32768 - 7 : left - 7
      const part = record.subarray(offset, offset + room)
      offset += part.length
      const isLast = offset === record.length
      const type = isFirst ? (isLast ? 1 : 2) : isLast ? 4 : 3
      add(Buffer.from([0, 0, 0, 0, part.length & 255, part.length >> 8, type]))
      add(part)
      isFirst = false
    } while (offset < record.length)
  }
  return Buffer.concat(pieces)
}
