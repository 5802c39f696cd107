/** Formats a value for a message: strings in quotes, lists and objects as JSON. */
export function describeValue(value: unknown): string {
  return typeof value === 'string' || (typeof value === 'object' && value !== null)
    ? JSON.stringify(value)
    : String(value)
}

/** Describes the integers of at least `least`, to follow "must be". */
export function describeInteger(least: number): string {
  if (least === 0) return 'a non-negative integer'
  return least === 1 ? 'a positive integer' : `an integer of at least ${least}`
}

/** Whether a value is an object other than null and lists. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Checks that an option is a safe integer of at least `least`. @throws {RangeError} If it is not; the message names the option */
export function checkInteger(option: string, value: unknown, least: number): void {
  if (Number.isSafeInteger(value) && (value as number) >= least) return
  throw new RangeError(`\`${option}\` must be ${describeInteger(least)}, got ${describeValue(value)}.`)
}

/**
 * Checks that options have known names.
 *
 * @param owner The start of the message, such as `Sampler tpe`
 * @throws {RangeError} If an option has another name
 */
export function checkOptionNames(owner: string, options: object, known: readonly string[]): void {
  const unknown = Object.keys(options).find((name) => !known.includes(name))
  if (unknown === undefined) return
  const expected = known.length === 0 ? 'none' : known.join(', ')
  throw new RangeError(`${owner} has no option \`${unknown}\`: expected ${expected}.`)
}
