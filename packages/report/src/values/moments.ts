/** The mean and the range of some numbers. */
export interface Spread {
  readonly mean: number
  readonly low: number
  readonly high: number
  readonly n: number
}

/**
 * Returns the lowest and the highest number; `{ low: Infinity, high: -Infinity }` if there are no numbers. Iterables may have any
 * length.
 */
export function extremes(values: Iterable<number>): { readonly low: number; readonly high: number } {
  let low = Infinity
  let high = -Infinity
  for (const value of values) {
    // If a value is NaN, both results are NaN, as for Math.min and Math.max.
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  return { low, high }
}

/** Returns the mean and the range of numbers; undefined if there are no numbers. If a number is NaN, the results are NaN. */
export function spreadOf(values: readonly number[]): Spread | undefined {
  if (values.length === 0) return undefined
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  // Rounding must not move the mean of equal numbers away from these numbers.
  const { low, high } = extremes(values)
  return { mean: Math.min(high, Math.max(low, mean)), low, high, n: values.length }
}

/** Returns the median: the middle number, or the mean of the two middle numbers; NaN if there are no numbers. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const half = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
}
