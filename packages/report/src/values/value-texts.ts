import { groupBy } from './group-by.ts'
/**
 * Writes the values of one setting as short texts, different texts for different values.
 *
 * Numbers have `digits` significant digits, and more where two numbers would look the same. A string that looks like
 * another value, as `"1"` beside 1 and `"null"` beside null, is in quotation marks; so is one with nothing to see at an end.
 *
 * @param values Every value that is to be told apart: plain JSON
 * @param digits Default 5
 * @returns What gives the text of a value; of one that is not among `values`, as if it were alone
 */
export function valueTexts(values: Iterable<unknown>, digits = 5): (value: unknown) => string {
  const distinct = new Map<string, unknown>()
  for (const value of values) distinct.set(keyOf(value), value)
  const texts = new Map<string, string>()
  assign([...distinct], digits)
  return (value) => texts.get(keyOf(value)) ?? textOf(value, digits)

  function assign(entries: readonly (readonly [key: string, value: unknown])[], precision: number): void {
    for (const [text, alike] of groupBy(entries, ([, value]) => textOf(value, precision))) {
      if (alike.length === 1) {
        texts.set(alike[0][0], text)
        continue
      }
      const others = alike.filter(([key, value]) => {
        if (typeof value !== 'number') texts.set(key, typeof value === 'string' ? JSON.stringify(value) : key)
        return typeof value === 'number'
      })
      if (others.length === 1 || precision >= 17) others.forEach(([key]) => texts.set(key, text))
      else assign(others, precision + 1)
    }
  }
}

/** The same text for equal values only, whatever the order of an object's keys. */
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
  // What begins like a quoted string, a list or an object is quoted, so that it never looks like one.
  if (typeof value === 'string')
    return /^$|^\s|\s$|^["[{]|[\n\r\t]/.test(value) ? JSON.stringify(value) : value
  if (Array.isArray(value) && value.length > 0 && value.every((inner) => typeof inner !== 'object')) {
    return value.map(String).join(',')
  }
  return keyOf(value)
}
