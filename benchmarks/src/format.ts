import type { Summary } from './summarize.ts'

/** At least three significant digits, no exponent. */
export function formatNumber(value: number): string {
  return value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)
}

/** The lowest and the highest measurement, in units of `unit`. */
export function formatSpread({ min, max }: Summary, unit = 1): string {
  return `${formatNumber(min / unit)}–${formatNumber(max / unit)}`
}
