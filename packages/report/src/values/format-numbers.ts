/** 0.98765 as `98.77 %`, with a no-break space. Only 1 is 100 %. */
export function percent(fraction: number | undefined): string {
  if (fraction === undefined) return ''
  if (!Number.isFinite(fraction)) return String(fraction)
  return `${(fraction < 1 ? Math.min(100 * fraction, 99.99) : 100 * fraction).toFixed(2)}\u00a0%`
}

/** A difference of fractions in percentage points, with its sign: `+0.12`. */
export function points(difference: number): string {
  const text = Math.abs(100 * difference).toFixed(2)
  const sign = Number(text) === 0 ? '' : difference > 0 ? '+' : '\u2212'
  return `${sign}${text}`
}

/** Up to so many significant digits, 5 by default, without zeros at the end. */
export function number(value: number | undefined, digits = 5): string {
  if (value === undefined) return ''
  return Number.isFinite(value) ? String(Number(value.toPrecision(digits))) : String(value)
}

/** With its unit: `0.28 s`, `12.3 s`, `187 s`. */
export function seconds(value: number | undefined): string {
  if (value === undefined) return ''
  if (!Number.isFinite(value)) return String(value)
  return `${value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)}\u00a0s`
}

/** `1 run`, `3 runs`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** Short, for axes: `0.025`, `1e+7`. */
export function tick(value: number): string {
  if (value !== 0 && (Math.abs(value) >= 1e6 || Math.abs(value) < 1e-3)) {
    return value.toExponential(2).replace(/\.?0+e/, 'e')
  }
  return number(value)
}
