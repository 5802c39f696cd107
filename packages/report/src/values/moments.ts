/** Mean and range of some numbers. */
export interface Spread {
  readonly mean: number
  readonly low: number
  readonly high: number
  readonly n: number
}

/** The lowest and the highest number; `{ low: Infinity, high: -Infinity }` for none. Takes iterables of any length. */
export function extremes(values: Iterable<number>): { readonly low: number; readonly high: number } {
  let low = Infinity
  let high = -Infinity
  for (const value of values) {
    // One NaN makes both NaN, as it does for Math.min and Math.max.
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  return { low, high }
}

/** Mean and range; undefined for no numbers. All are NaN if one number is. */
export function spreadOf(values: readonly number[]): Spread | undefined {
  if (values.length === 0) return undefined
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  // Rounding must not move the mean of equal numbers away from them.
  const { low, high } = extremes(values)
  return { mean: Math.min(high, Math.max(low, mean)), low, high, n: values.length }
}

/** The middle number, or the mean of the two middle ones; NaN for no numbers. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const half = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
}
