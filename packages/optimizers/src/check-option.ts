/** Returns a finite option that is not negative. @throws {RangeError} On any other value */
export function notNegative(option: string, value: number): number {
  if (Number.isFinite(value) && value >= 0) return value
  throw new RangeError(`\`${option}\` must be finite and at least 0, got ${value}.`)
}

/** Returns an option in [0, 1), such as a decay rate. @throws {RangeError} On any other value */
export function fraction(option: string, value: number): number {
  if (Number.isFinite(value) && value >= 0 && value < 1) return value
  throw new RangeError(`\`${option}\` must be in [0, 1), got ${value}.`)
}
