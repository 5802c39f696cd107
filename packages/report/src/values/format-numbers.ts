/** Formats a fraction as a percentage with a no-break space: `98.77 %` for 0.98765. Only 1 becomes 100 %. */
export function percent(fraction: number | undefined): string {
  if (fraction === undefined) return ''
  if (!Number.isFinite(fraction)) return String(fraction)
  return `${(fraction < 1 ? Math.min(100 * fraction, 99.99) : 100 * fraction).toFixed(2)}\u00a0%`
}

/** Formats a difference of fractions in percentage points, with its sign: `+0.12`. */
export function points(difference: number): string {
  const text = Math.abs(100 * difference).toFixed(2)
  const sign = Number(text) === 0 ? '' : difference > 0 ? '+' : '\u2212'
  return `${sign}${text}`
}

/** Formats a number with at most `digits` significant digits (default 5) and no trailing zeros. */
export function number(value: number | undefined, digits = 5): string {
  if (value === undefined) return ''
  return Number.isFinite(value) ? String(Number(value.toPrecision(digits))) : String(value)
}

/** Formats a duration in seconds: `0.28 s`, `12.3 s`, `187 s`. */
export function seconds(value: number | undefined): string {
  if (value === undefined) return ''
  if (!Number.isFinite(value)) return String(value)
  return `${value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)}\u00a0s`
}

/** Formats an integer with commas between thousands: `60,000`. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** Formats a count with its noun: `1 run`, `3 runs`. */
export function pluralize(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`
}

/** Formats a number for an axis, where it must be short: `0.025`, `1e+7`. */
export function tick(value: number): string {
  if (value !== 0 && (Math.abs(value) >= 1e6 || Math.abs(value) < 1e-3)) {
    return value.toExponential(2).replace(/\.?0+e/, 'e')
  }
  return number(value)
}
