import { describe, expect, it } from '@jest/globals'
import { filterImages } from './filter-images.ts'

describe('filterImages', () => {
  it('returns a row-major image for each filter and channel', () => {
    // 1 × 2 pixels, 2 channels, 2 filters: the index of a value is ((pixel · 2) + channel) · 2 + filter.
    const values = Float32Array.of(1, 0, 0, 0, 0, 0, 0, -1)
    const images = filterImages({ shape: [1, 2, 2, 2], values })
    expect(
      images.map(({ filter, channel, width, height, data }) => [filter, channel, width, height, ...data]),
    ).toEqual([
      [0, 0, 2, 1, 0, 114, 178, 255, 255, 255],
      [0, 1, 2, 1, 255, 255, 255, 255, 255, 255],
      [1, 0, 2, 1, 255, 255, 255, 255, 255, 255],
      [1, 1, 2, 1, 255, 255, 255, 196, 79, 0],
    ])
  })

  it('has one scale for all filters, and white for weights that are not finite', () => {
    const [image] = filterImages({ shape: [1, 3, 1, 1], values: Float32Array.of(-2, 1, NaN) })
    expect([...image.data]).toEqual([196, 79, 0, 128, 185, 217, 255, 255, 255])
  })

  it('rejects a number of values that does not match the shape', () => {
    expect(() => filterImages({ shape: [2, 2, 1, 1], values: new Float32Array(3) })).toThrow(
      new RangeError('`filters` must have 2 × 2 × 1 × 1 values, got 3.'),
    )
  })
})
