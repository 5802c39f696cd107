/** Checks that an option is a positive integer. @throws {RangeError} If it is not */
export function requirePositiveInteger(name: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 1) throw mismatch(name, 'a positive integer', value)
}

/** Checks that an option is an integer. @throws {RangeError} If it is not */
export function requireInteger(name: string, value: number): void {
  if (!Number.isSafeInteger(value)) throw mismatch(name, 'an integer', value)
}

/** Checks that an option is an integer in a closed interval. @throws {RangeError} If it is not */
export function requireIntegerIn(name: string, value: number, least: number, most: number): void {
  if (!Number.isInteger(value) || value < least || value > most) {
    throw mismatch(name, `an integer in [${least}, ${most}]`, value)
  }
}

function mismatch(name: string, expected: string, value: unknown): RangeError {
  return new RangeError(`\`${name}\` must be ${expected}, got ${String(value)}.`)
}
