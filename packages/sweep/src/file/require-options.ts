/** @throws {RangeError} If an option has an unknown name */
export function requireOptions(what: string, options: object, known: readonly string[]): void {
  const stray = Object.keys(options).find((name) => !known.includes(name))
  if (stray === undefined) return
  const expected = known.length === 0 ? 'none' : known.join(', ')
  throw new RangeError(`${what} has no option \`${stray}\`: expected ${expected}.`)
}
