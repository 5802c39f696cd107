/** Checks that an option is a positive integer. @throws {RangeError} If it is not */
export function requirePositiveInteger(name: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 1) throw mismatch(name, 'a positive integer', value)
}

/** Checks that an option is a non-negative integer. @throws {RangeError} If it is not */
export function requireNonNegativeInteger(name: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 0) throw mismatch(name, 'a non-negative integer', value)
}

/** Checks that an option is an integer. @throws {RangeError} If it is not */
export function requireInteger(name: string, value: number): void {
  if (!Number.isSafeInteger(value)) throw mismatch(name, 'an integer', value)
}

function mismatch(name: string, expected: string, value: unknown): RangeError {
  return new RangeError(`\`${name}\` must be ${expected}, got ${String(value)}.`)
}
