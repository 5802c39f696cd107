import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { transposeImages } from './transpose-images.ts'

describe('transposeImages', () => {
  it('swaps the rows and columns of each image', () => {
    const images = { shape: [2, 2, 3], data: Uint8Array.of(1, 2, 3, 4, 5, 6, 11, 12, 13, 14, 15, 16) }
    expect(transposeImages(images)).toEqual({
      shape: [2, 3, 2],
      data: Uint8Array.of(1, 4, 2, 5, 3, 6, 11, 14, 12, 15, 13, 16),
    })
  })

  it('is its own inverse', () => {
    const shape = fc.tuple(fc.nat(4), fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }))
    fc.assert(
      fc.property(shape, (shape) => {
        const length = shape[0] * shape[1] * shape[2]
        const images = { shape, data: Uint8Array.from({ length }, (_, index) => index) }
        expect(transposeImages(transposeImages(images))).toEqual(images)
      }),
    )
  })

  it('rejects images that are not single-channel bytes', () => {
    expect(() => transposeImages({ shape: [2], data: new Uint8Array(2) })).toThrow(
      'got a Uint8Array of rank 1',
    )
    expect(() => transposeImages({ shape: [1, 1, 1], data: new Int8Array(1) })).toThrow(
      'got a Int8Array of rank 3',
    )
  })
})
