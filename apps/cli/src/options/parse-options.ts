import { InvalidArgumentError } from 'commander'

/** A parser for an option that is an integer from `minimum`. */
export function integerFrom(minimum: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (text.trim() === '' || !Number.isSafeInteger(value) || value < minimum) {
      throw new InvalidArgumentError(
        `Expected an integer${minimum === Number.MIN_SAFE_INTEGER ? '' : ` from ${minimum}`}.`,
      )
    }
    return value
  }
}

/** A parser for any integer. */
export const anyInteger: (text: string) => number = integerFrom(Number.MIN_SAFE_INTEGER)

/** Parses a finite number from 0, such as 3e-4. */
export function notNegative(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value) || value < 0) {
    throw new InvalidArgumentError('Expected a number from 0, such as 3e-4.')
  }
  return value
}

/** Parses two positive integers with a comma between them, such as 6,16. */
export function integerPair(text: string): [number, number] {
  const values = text.split(',').map(Number)
  if (values.length !== 2 || !values.every((value) => Number.isSafeInteger(value) && value > 0)) {
    throw new InvalidArgumentError('Expected two positive integers, such as 6,16.')
  }
  return [values[0], values[1]]
}

/** Parses a number of threads, from 1 to 64. */
export function threadCount(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 1 || value > 64) {
    throw new InvalidArgumentError('Expected an integer from 1 to 64.')
  }
  return value
}

/** Parses the options of a rule, a JSON object such as {"beta1":0.9}. */
export function ruleOptions(text: string): Readonly<Record<string, unknown>> {
  const example = '{"beta1":0.9}'
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new InvalidArgumentError(`Expected JSON, such as ${example}: ${(error as Error).message}.`)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InvalidArgumentError(`Expected a JSON object, such as ${example}.`)
  }
  if ('name' in value) throw new InvalidArgumentError('Expected options without a name: --optimizer has it.')
  return value as Readonly<Record<string, unknown>>
}
