/** @throws {RangeError} If the option `name` is not an integer ≥ `minimum` */
export function requireInteger(name: string, value: number, minimum: number): void {
  if (!Number.isSafeInteger(value) || value < minimum) {
    throw new RangeError(`\`${name}\` must be an integer ≥ ${minimum}, got ${value}.`)
  }
}
