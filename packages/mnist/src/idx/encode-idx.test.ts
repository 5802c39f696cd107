import { describe, expect, it } from '@jest/globals'
import { encodeIdx } from './encode-idx.ts'
import type { IdxArray } from './idx-array.ts'

const data = new Uint8Array(6)

describe('encodeIdx', () => {
  it('writes the header that MNIST has', () => {
    // The first 16 bytes of the test images, but for their number.
    const bytes = encodeIdx({ shape: [1, 28, 28], data: new Uint8Array(784) })
    expect(Array.from(bytes.subarray(0, 16))).toEqual([0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 28, 0, 0, 0, 28])
  })

  it('rejects a shape that IDX cannot hold', () => {
    expect(() => encodeIdx({ shape: [], data })).toThrow('expected 1 to 255, got 0')
    expect(() => encodeIdx({ shape: new Array<number>(256).fill(1), data })).toThrow(
      'expected 1 to 255, got 256',
    )
    expect(() => encodeIdx({ shape: [-1], data })).toThrow('expected integers from 0 to 2^32 - 1, got -1')
    expect(() => encodeIdx({ shape: [1.5, 4], data })).toThrow('got 1.5')
    expect(() => encodeIdx({ shape: [2 ** 32], data })).toThrow('got 4294967296')
  })

  it('rejects data that does not fill the shape', () => {
    expect(() => encodeIdx({ shape: [2, 2], data })).toThrow(
      '`data` does not fill `shape`: expected 4 elements, got 6.',
    )
  })

  it('rejects element types that IDX lacks', () => {
    const array = { shape: [1], data: new Uint16Array(1) } as unknown as IdxArray
    expect(() => encodeIdx(array)).toThrow(TypeError)
    expect(() => encodeIdx(array)).toThrow('got Uint16Array')
  })
})
