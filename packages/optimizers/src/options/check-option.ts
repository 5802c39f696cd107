import type { Schedule } from './schedule.ts'

/** A numeric hyper-parameter: a number, or a schedule of it. */
export type Hyperparameter = number | Schedule

/**
 * Makes a hyper-parameter a function of the step that is finite and at least 0.
 *
 * @throws {RangeError} On any other value: at once if it is a number, at its step if it is a schedule's
 */
export function notNegative(option: string, value: Hyperparameter): (step: number) => number {
  return atLeast(0, option, value)
}

/** Makes a hyper-parameter in [0, 1), such as a decay rate, a function of the step. See {@link notNegative}. */
export function fraction(option: string, value: Hyperparameter): (step: number) => number {
  return checked(option, value, 'must be in [0, 1)', (number) => number >= 0 && number < 1)
}

/** Makes a hyper-parameter in (0, ∞), such as a norm, a function of the step. See {@link notNegative}. */
export function positive(option: string, value: Hyperparameter): (step: number) => number {
  return checked(option, value, 'must be finite and more than 0', (number) => number > 0 && number < Infinity)
}

/** Makes a hyper-parameter that is at least `least` a function of the step. See {@link notNegative}. */
export function atLeast(least: number, option: string, value: Hyperparameter): (step: number) => number {
  const isValid = (number: number): boolean => number >= least && number < Infinity
  return checked(option, value, `must be finite and at least ${least}`, isValid)
}

/** Checks a number that no schedule may change, finite and at least 0. @throws {RangeError} On any other value */
export function constant(option: string, value: number): void {
  if (typeof value !== 'number') throw wrong(option, 'must be a number', value)
  notNegative(option, value)
}

/** Checks a whole number that is at least 1, such as a number of steps. @throws {RangeError} On any other value */
export function count(option: string, value: number): void {
  if (!Number.isInteger(value) || value < 1)
    throw wrong(option, 'must be a whole number of at least 1', value)
}

/** Checks a boolean. @throws {RangeError} On any other value */
export function flag(option: string, value: boolean): void {
  if (typeof value !== 'boolean') throw wrong(option, 'must be true or false', value)
}

function checked(
  option: string,
  value: Hyperparameter,
  expected: string,
  isValid: (value: number) => boolean,
): (step: number) => number {
  const check = (number: number, when = ''): number => {
    if (typeof number === 'number' && isValid(number)) return number
    throw wrong(option, expected, number, when)
  }
  if (typeof value === 'function') return (step) => check(value(step), ` at step ${step}`)
  check(value)
  return () => value
}

/** The error that an option is not what is expected. */
export function wrong(option: string, expected: string, value: unknown, when = ''): RangeError {
  return new RangeError(`\`${option}\` ${expected}, got ${describe(value)}${when}.`)
}

/** A value of any type, for an error message. */
export function describe(value: unknown): string {
  if (typeof value === 'function') return 'a function'
  if (typeof value === 'string') return `"${value}"`
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
