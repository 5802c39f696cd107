import { mean, variance } from '../numerics/moments.ts'
import { checkFinite, checkOpenUnitInterval } from './checks.ts'
import { studentQuantile } from './student-t.ts'

/** Options of {@link summarize}. */
export interface SummarizeOptions {
  /** Probability that an interval computed this way contains the true mean, in (0, 1). Default 0.95. */
  readonly confidence?: number
}

/** Mean, spread and confidence interval of a sample. */
export interface Summary {
  /** Number of values. */
  readonly n: number
  /** Arithmetic mean of the values. */
  readonly mean: number
  /** Square root of the variance with divisor n − 1; `undefined` for one value. */
  readonly standardDeviation: number | undefined
  /** Confidence interval of the mean; `undefined` for one value, which has no spread. */
  readonly interval: readonly [low: number, high: number] | undefined
  /** Smallest value. */
  readonly min: number
  /** Largest value. */
  readonly max: number
}

/**
 * Computes mean, spread and t-interval of values, such as the accuracies of one configuration with several seeds.
 *
 *     mean ± t_{(1 + confidence) / 2, n − 1} · s / √n
 *
 * @throws {RangeError} If there is no value, a value is not finite, or `confidence` is not in (0, 1)
 *
 * @example
 * summarize([0.991, 0.992, 0.99])
 * // { n: 3, mean: 0.991, standardDeviation: 0.001…, interval: [0.9885, 0.9935], min: 0.99, max: 0.992 }
 */
export function summarize(values: readonly number[], { confidence = 0.95 }: SummarizeOptions = {}): Summary {
  checkFinite('values', values)
  checkOpenUnitInterval('confidence', confidence)
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
  const halfWidth = (studentQuantile((1 + confidence) / 2, n - 1) * deviation) / Math.sqrt(n)
  return [center - halfWidth, center + halfWidth]
}
