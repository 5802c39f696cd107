/** The median and the range of several measurements of one quantity. */
export interface Spread {
  readonly median: number
  readonly min: number
  readonly max: number
}

/**
 * Computes the median and the range of measurements.
 *
 * @throws {RangeError} If there are no measurements
 */
export function spreadOf(values: readonly number[]): Spread {
  if (values.length === 0) throw new RangeError('Nothing was measured: expected at least one value.')
  return { median: quantile(values, 0.5), min: Math.min(...values), max: Math.max(...values) }
}

/**
 * Computes a quantile by linear interpolation between the sorted values, as NumPy does by default.
 *
 * @param fraction The fraction of values below the quantile, in [0, 1]
 */
export function quantile(values: readonly number[], fraction: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const position = fraction * (sorted.length - 1)
  const below = Math.floor(position)
  const above = Math.min(below + 1, sorted.length - 1)
  return sorted[below] + (position - below) * (sorted[above] - sorted[below])
}

/** Formats a number with at least three significant digits and without an exponent. */
export function formatNumber(value: number): string {
  return value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)
}

/** Formats the lowest and the highest measurement in units of `unit`. */
export function formatSpread({ min, max }: Spread, unit = 1): string {
  return `${formatNumber(min / unit)}–${formatNumber(max / unit)}`
}
