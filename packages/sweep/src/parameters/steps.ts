/** The values `low`, `low + step`, …, up to `high`. */
export interface Stepped {
  readonly low: number
  readonly high: number
  readonly step: number
}

/** Returns the number of values. The highest value is the last step that is not above `high`. */
export function countSteps({ low, high, step }: Stepped): number {
  // 0.3 / 0.1 is 2.9999999999999996: a quotient that is so close to the next integer is rounded up.
  return Math.floor((high - low) / step + 1e-8) + 1
}

/**
 * Returns the value `index` steps above `low`, rounded to the number of decimals of `low` and `step`: 0.3 after three steps of 0.1,
 * not 0.30000000000000004.
 */
export function stepAt({ low, high, step }: Stepped, index: number): number {
  const value = roundToDecimals(low + index * step, Math.max(countDecimals(low), countDecimals(step)))
  return Math.min(Math.max(value, low), high)
}

/** Returns the nearest multiple of `step`, rounded to the number of decimals of `step`. */
export function roundToStep(value: number, step: number): number {
  return roundToDecimals(Math.round(value / step) * step, countDecimals(step))
}

/** Whether two numbers differ only by rounding errors, relative to a step. */
export function isSameStep(a: number, b: number, step: number): boolean {
  return Math.abs(a - b) <= 1e-8 * step + Number.EPSILON * Math.abs(a)
}

function roundToDecimals(value: number, decimals: number): number {
  const rounded = decimals > 100 ? value : Number(value.toFixed(decimals)) // the limit of toFixed
  return rounded + 0 // −0 is 0
}

/** The number of digits after the point in the shortest form of a number: 2 for 0.25, 5 for 1e-5. */
function countDecimals(value: number): number {
  const [digits, exponent = '0'] = String(value).split('e')
  return Math.max(0, (digits.split('.')[1] ?? '').length - Number(exponent))
}
