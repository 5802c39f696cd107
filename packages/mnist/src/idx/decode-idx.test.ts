import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { arbitraryIdx } from '../../test/arbitrary-idx.ts'
import { decodeIdx } from './decode-idx.ts'
import { encodeIdx } from './encode-idx.ts'
import { IdxFormatError } from './idx-format-error.ts'

const decode = (...bytes: number[]): unknown => decodeIdx(Uint8Array.from(bytes))
const ascii = (text: string): Uint8Array => new TextEncoder().encode(text)

/** A 3-D file of 2×1×2 unsigned bytes: 16 bytes of header, 4 of body. */
const small = encodeIdx({ shape: [2, 1, 2], data: Uint8Array.of(1, 2, 3, 4) })

describe('decodeIdx', () => {
  it('reads all six element types, big-endian', () => {
    expect(decode(0, 0, 0x08, 1, 0, 0, 0, 2, 5, 255)).toEqual({ shape: [2], data: Uint8Array.of(5, 255) })
    expect(decode(0, 0, 0x09, 1, 0, 0, 0, 2, 5, 255)).toEqual({ shape: [2], data: Int8Array.of(5, -1) })
    expect(decode(0, 0, 0x0b, 1, 0, 0, 0, 2, 1, 2, 0xff, 0xfe)).toEqual({
      shape: [2],
      data: Int16Array.of(258, -2),
    })
    expect(decode(0, 0, 0x0c, 1, 0, 0, 0, 1, 1, 2, 3, 4)).toEqual({
      shape: [1],
      data: Int32Array.of(0x01020304),
    })
    expect(decode(0, 0, 0x0d, 1, 0, 0, 0, 1, 0x3f, 0xc0, 0, 0)).toEqual({
      shape: [1],
      data: Float32Array.of(1.5),
    })
    expect(decode(0, 0, 0x0e, 1, 0, 0, 0, 1, 0xc0, 0x04, 0, 0, 0, 0, 0, 0)).toEqual({
      shape: [1],
      data: Float64Array.of(-2.5),
    })
  })

  it('decodes every encoded array to itself, for every type and rank', () => {
    fc.assert(
      fc.property(arbitraryIdx(), (array) => {
        expect(decodeIdx(encodeIdx(array))).toEqual(array)
      }),
    )
  })

  it('shares the memory of unsigned bytes, even in a larger buffer', () => {
    const buffer = Uint8Array.of(9, 9, ...small, 9)
    const { data } = decodeIdx(buffer.subarray(2, -1))
    buffer[2 + 16] = 77
    expect(Array.from(data)).toEqual([77, 2, 3, 4])
    expect(data.buffer).toBe(buffer.buffer)
  })

  it('rejects a file that is cut at any byte, or has an extra byte', () => {
    fc.assert(
      fc.property(arbitraryIdx({ maxRank: 5 }), fc.nat(), (array, cut) => {
        const bytes = encodeIdx(array)
        expect(() => decodeIdx(bytes.subarray(0, cut % bytes.length))).toThrow(IdxFormatError)
        expect(() => decodeIdx(Uint8Array.of(...bytes, 0))).toThrow(IdxFormatError)
      }),
    )
    for (let length = 0; length < small.length; length++) {
      expect(() => decodeIdx(small.subarray(0, length))).toThrow(IdxFormatError)
    }
  })

  it('never returns more elements than damaged bytes have', () => {
    fc.assert(
      fc.property(arbitraryIdx({ maxRank: 5 }), fc.array(fc.tuple(fc.nat(), fc.nat(255))), (array, flips) => {
        const bytes = encodeIdx(array)
        for (const [at, value] of flips) bytes[at % bytes.length] = value
        try {
          const { shape, data } = decodeIdx(bytes)
          expect(4 + 4 * shape.length + data.byteLength).toBe(bytes.length)
        } catch (error) {
          expect(error).toBeInstanceOf(IdxFormatError)
        }
      }),
    )
  })

  it('says that an empty file is empty', () => {
    expect(() => decode()).toThrow('IDX file is empty: expected at least 8 bytes, got 0.')
  })

  it('names the offset, the expected and the actual content', () => {
    expect(() => decode(1, 2, 3, 4)).toThrow('IDX magic at byte 0 is wrong: expected 0x0000, got 0x01020304.')
    expect(() => decode(0, 0, 8)).toThrow(
      'IDX header is cut short at byte 3: expected 4 bytes of magic, got 3.',
    )
    expect(() => decode(0, 0, 0x0a, 1)).toThrow(
      'IDX element type at byte 2 is unknown: expected 0x08, 0x09, 0x0b, 0x0c, 0x0d or 0x0e, got 0x0a.',
    )
    expect(() => decode(0, 0, 8, 0)).toThrow('IDX rank at byte 3 is wrong: expected 1 to 255, got 0.')
    expect(() => decode(0, 0, 8, 3, 0, 0, 0)).toThrow(
      'IDX header is cut short at byte 7: expected 16 bytes for rank 3, got 7.',
    )
    expect(() => decodeIdx(small.subarray(0, 18))).toThrow(
      'IDX body is cut short at byte 18: expected 4 bytes (2×1×2 elements of 1) from byte 16, got 2.',
    )
    expect(() => decodeIdx(Uint8Array.of(...small, 0, 0, 0))).toThrow(
      'IDX body has trailing bytes at byte 20: expected 4 bytes (2×1×2 elements of 1) from byte 16, got 7.',
    )
  })

  it('recognizes gzip data, which starts with 529205256 when read as an IDX magic number', () => {
    expect(() => decode(0x1f, 0x8b, 8, 8, 0)).toThrow(
      'expected 0x0000, got 0x1f8b0808 (529205256): this is a gzip file. Use readIdx()',
    )
  })

  it('recognizes a web page saved as a data file', () => {
    const message = 'this is a web page saved as a data file'
    expect(() => decodeIdx(ascii('<!DOCTYPE html><html></html>'))).toThrow(
      `got "<!DOCTYPE html>": ${message}`,
    )
    expect(() => decodeIdx(ascii('\uFEFF\r\n  <html>'))).toThrow(message)
    expect(() => decodeIdx(ascii('<?xml version="1.0"?><Error><Code>AccessDenied</Code>'))).toThrow(message)
  })

  it('rejects sizes with a product that exceeds every number', () => {
    const header = new Uint8Array(4 + 4 * 255).fill(255)
    header.set([0, 0, 0x0e, 255])
    expect(() => decodeIdx(header)).toThrow('expected more than 2^53 bytes (4294967295×4294967295×')
    const wrapsToTwo = Uint8Array.of(0, 0, 8, 3, 0x80, 0, 0, 0, 0x80, 0, 0, 0, 0, 0, 0, 8, 1, 2)
    expect(() => decodeIdx(wrapsToTwo)).toThrow(IdxFormatError)
  })

  it('reads an array without elements, however large its other sizes', () => {
    const header = new Uint8Array(4 + 4 * 255).fill(255)
    header.set([0, 0, 8, 255, 0, 0, 0, 0])
    expect(decodeIdx(header).data).toEqual(new Uint8Array(0))
  })
})
