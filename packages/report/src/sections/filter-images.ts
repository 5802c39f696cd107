import type { Filters } from '../input/run-data.ts'

/** The kernel of a filter for one input channel, as an image of RGB pixels. */
export interface FilterImage {
  readonly filter: number
  readonly channel: number
  readonly width: number
  readonly height: number
  readonly data: Uint8Array
}

/** The colors of the most negative and the most positive weights. They differ for every kind of color vision. */
const negative = [196, 79, 0]
const positive = [0, 114, 178]

/**
 * Converts kernels to images. White is 0; the most saturated blue and orange are the largest absolute weight of all filters.
 *
 * @throws {RangeError} If the number of values does not match the shape
 */
export function filterImages({ shape, values }: Filters): FilterImage[] {
  const [height, width, channels, count] = shape
  if (values.length !== height * width * channels * count) {
    throw new RangeError(`\`filters\` must have ${shape.join(' × ')} values, got ${values.length}.`)
  }
  const largest = largestWeight(values)
  return Array.from({ length: count * channels }, (_, index) => {
    const filter = Math.floor(index / channels)
    const channel = index % channels
    const data = new Uint8Array(3 * height * width)
    for (let pixel = 0; pixel < height * width; pixel++) {
      const value = values[(pixel * channels + channel) * count + filter]
      const share = Number.isFinite(value) && largest > 0 ? value / largest : 0
      const end = share < 0 ? negative : positive
      for (let color = 0; color < 3; color++) {
        data[3 * pixel + color] = Math.round(255 + Math.abs(share) * (end[color] - 255))
      }
    }
    return { filter, channel, width, height, data }
  })
}

/** Returns the largest absolute value of the finite weights; 0 if no weight is finite. */
export function largestWeight(weights: Float32Array): number {
  return weights.reduce(
    (largest, weight) => Math.max(largest, Number.isFinite(weight) ? Math.abs(weight) : 0),
    0,
  )
}
