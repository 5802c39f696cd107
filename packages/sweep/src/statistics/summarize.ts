import { mean } from '../numerics/mean.ts'
import { variance } from '../numerics/variance.ts'
import { checkFinite, checkShare } from './checks.ts'
import { studentQuantile } from './student-t.ts'

export interface SummarizeOptions {
  /** How often an interval made this way holds the true mean, above 0 and below 1. Default 0.95. */
  readonly confidence?: number
}

/** What the repeats of one recipe say of it. */
export interface Summary {
  /** How many values. */
  readonly n: number
  readonly mean: number
  /** Square root of the variance, which is divided by n − 1; `undefined` for one value. */
  readonly standardDeviation: number | undefined
  /** Interval of the true mean; `undefined` for one value, which says nothing about spread. */
  readonly interval: readonly [low: number, high: number] | undefined
  readonly min: number
  readonly max: number
}

/**
 * Mean, spread and t-interval of repeats, such as one recipe's accuracy with several seeds.
 *
 *     mean ± t_{(1 + confidence) / 2, n − 1} · s / √n
 *
 * @throws {RangeError} If there is no value, one is not finite, or `confidence` is not between 0 and 1
 *
 * @example
 * summarize([0.991, 0.992, 0.99])
 * // { n: 3, mean: 0.991, standardDeviation: 0.001…, interval: [0.9885, 0.9935], min: 0.99, max: 0.992 }
 */
export function summarize(values: readonly number[], { confidence = 0.95 }: SummarizeOptions = {}): Summary {
  checkFinite('values', values)
  checkShare('confidence', confidence)
  const n = values.length
  const center = mean(values)
  const standardDeviation = n < 2 ? undefined : Math.sqrt(variance(values))
  return {
    n,
    mean: center,
    standardDeviation,
    interval:
      standardDeviation === undefined ? undefined : intervalOf(center, standardDeviation, n, confidence),
    min: values.reduce((least, value) => Math.min(least, value)),
    max: values.reduce((greatest, value) => Math.max(greatest, value)),
  }
}

function intervalOf(center: number, deviation: number, n: number, confidence: number): [number, number] {
  const reach = (studentQuantile((1 + confidence) / 2, n - 1) * deviation) / Math.sqrt(n)
  return [center - reach, center + reach]
}
