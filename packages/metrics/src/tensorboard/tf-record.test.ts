import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { encodeTfRecord, readTfRecords } from './tf-record.ts'

describe('encodeTfRecord', () => {
  it('masks CRC-32C as TensorFlow does', () => {
    // crc32c('123456789') = 0xe3069283 is the check value of the CRC catalogue; masked it is 0xc78ab0e5.
    const record = encodeTfRecord(new TextEncoder().encode('123456789'))
    expect(new DataView(record.buffer).getUint32(12 + 9, true)).toBe(0xc78ab0e5)
    expect(new DataView(encodeTfRecord(new Uint8Array(0)).buffer).getUint32(12, true)).toBe(0xa282ead8)
  })
})

describe('readTfRecords', () => {
  const parts = [Uint8Array.of(1, 2, 3), new Uint8Array(0), new Uint8Array(300).fill(7)]
  const records = parts.map(encodeTfRecord)
  const file = Uint8Array.from(records.flatMap((record) => [...record]))

  it('reads back any records, also from inside a larger buffer', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 })), fc.nat({ max: 9 }), (datas, before) => {
        const bytes = datas.flatMap((data) => [...encodeTfRecord(data)])
        const view = Uint8Array.from([...new Array<number>(before).fill(9), ...bytes]).subarray(before)
        expect([...readTfRecords(view)].map(({ data }) => [...data])).toEqual(datas.map((data) => [...data]))
      }),
    )
  })

  it('stops at a truncated record, wherever the file ends', () => {
    for (let length = 0; length <= file.length; length++) {
      const ends = [...readTfRecords(file.subarray(0, length))].map(({ end }) => end)
      expect(ends).toEqual([19, 35, 351].filter((end) => end <= length))
    }
  })

  it('names the offset of the record in which any bit is flipped', () => {
    const starts = [0, 19, 35]
    for (let bit = 0; bit < 8 * file.length; bit++) {
      const damaged = file.slice()
      damaged[bit >> 3] ^= 1 << (bit & 7)
      const start = starts.findLast((offset) => offset <= bit >> 3)
      expect(() => [...readTfRecords(damaged)]).toThrow(`tfevents record at byte ${start} is damaged`)
    }
  })

  it('yields the records before the damage', () => {
    const damaged = file.slice()
    damaged[40] ^= 1
    const reader = readTfRecords(damaged)
    expect([reader.next().value?.offset, reader.next().value?.offset]).toEqual([0, 19])
    expect(() => reader.next()).toThrow('at byte 35 is damaged: its length has checksum 0x')
  })
})
