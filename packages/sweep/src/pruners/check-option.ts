/** Checks a whole number of at least `least`. @throws {RangeError} On any other value */
export function count(option: string, value: number, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return
  throw new RangeError(`\`${option}\` must be a whole number of at least ${least}, got ${String(value)}.`)
}
