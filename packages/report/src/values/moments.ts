/** The lowest and the highest of some numbers; infinite the wrong way round of none. For arrays of any length. */
export function extremes(values: Iterable<number>): { readonly low: number; readonly high: number } {
  let low = Infinity
  let high = -Infinity
  for (const value of values) {
    // Of a NaN both become NaN, as with Math.min and Math.max.
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  return { low, high }
}
