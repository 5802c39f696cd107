import { groupBy } from './group-by.ts'

/**
 * Formats the values of one setting as short texts, so that different values have different texts.
 *
 * Numbers have `digits` significant digits, and more if two numbers would otherwise look the same. A string is in quotation marks
 * if it looks like another value of the setting, as `"1"` and 1 or `"null"` and null do, or if it starts or ends with white
 * space.
 *
 * @param values All values of the setting, as plain JSON
 * @param digits The number of significant digits. Default 5
 * @returns A function that formats a value. A value that is not in `values` is formatted as if it were the only value
 */
export function valueTexts(values: Iterable<unknown>, digits = 5): (value: unknown) => string {
  const distinct = new Map<string, unknown>()
  for (const value of values) distinct.set(keyOf(value), value)
  const texts = new Map<string, string>()
  assign([...distinct], digits)
  return (value) => texts.get(keyOf(value)) ?? textOf(value, digits)

  function assign(entries: readonly (readonly [key: string, value: unknown])[], precision: number): void {
    for (const [text, sameText] of groupBy(entries, ([, value]) => textOf(value, precision))) {
      if (sameText.length === 1) {
        texts.set(sameText[0][0], text)
        continue
      }
      const numbers = sameText.filter(([, value]) => typeof value === 'number')
      for (const [key, value] of sameText) {
        if (typeof value !== 'number') texts.set(key, typeof value === 'string' ? JSON.stringify(value) : key)
      }
      if (numbers.length === 1 || precision >= 17) numbers.forEach(([key]) => texts.set(key, text))
      else assign(numbers, precision + 1)
    }
  }
}

/** Returns a text that is equal for equal values only. The order of an object's keys does not matter. */
export function keyOf(value: unknown): string {
  if (typeof value === 'number') return Object.is(value, -0) ? '0' : String(value)
  if (Array.isArray(value)) return `[${value.map(keyOf).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
    return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${keyOf(inner)}`).join(',')}}`
  }
  return JSON.stringify(value) ?? 'undefined'
}

function textOf(value: unknown, digits: number): string {
  if (typeof value === 'number') {
    return Number.isFinite(value) ? String(Number(value.toPrecision(digits))) : String(value)
  }
  // A string that starts like a quoted string, a list or an object must not look like one.
  if (typeof value === 'string')
    return /^$|^\s|\s$|^["[{]|[\n\r\t]/.test(value) ? JSON.stringify(value) : value
  if (Array.isArray(value) && value.length > 0 && value.every((inner) => typeof inner !== 'object')) {
    return value.map(String).join(',')
  }
  return keyOf(value)
}
