import type { Filters } from '../input/run-data.ts'

/** One kernel of a filter as RGB pixels. */
export interface FilterImage {
  readonly filter: number
  readonly channel: number
  readonly width: number
  readonly height: number
  readonly data: Uint8Array
}

/** Ends of the scale; the middle is white. Both are told apart with every kind of colour vision. */
const negative = [196, 79, 0]
const positive = [0, 114, 178]

/**
 * Kernels as images: white is 0, full blue and full orange are the largest weight of all filters with its sign.
 *
 * @throws {RangeError} If the values are not as many as the shape says
 */
export function filterImages({ shape, values }: Filters): FilterImage[] {
  const [height, width, channels, count] = shape
  if (values.length !== height * width * channels * count) {
    throw new RangeError(`\`filters\` must have ${shape.join(' × ')} values, got ${values.length}.`)
  }
  const largest = values.reduce(
    (most, value) => Math.max(most, Number.isFinite(value) ? Math.abs(value) : 0),
    0,
  )
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
