import { notNegative, wrong } from '../options/check-option.ts'
import type { Hyperparameter } from '../options/check-option.ts'

/** Checks a number that is finite and at least 0. @throws {RangeError} On any other value, a schedule included */
export function checkNotNegative(option: string, value: number): void {
  checkNumber(option, value, 'must be finite and at least 0', (number) => number >= 0)
}

/** Checks a finite number by a condition. @throws {RangeError} On any other value, a schedule included */
export function checkNumber(
  option: string,
  value: number,
  expected: string,
  isValid: (value: number) => boolean,
): void {
  if (!Number.isFinite(value) || !isValid(value)) throw wrong(option, expected, value)
}

/** Checks a whole number that is at least 0. @throws {RangeError} On any other value */
export function checkCount(option: string, value: number): void {
  checkNumber(option, value, 'must be a whole number of at least 0', (n) => Number.isInteger(n) && n >= 0)
}

/**
 * Makes a number or a schedule a function of the step. What a schedule gives is left to be checked by its user, who
 * knows what it is for.
 *
 * @throws {RangeError} On any other value, and on a number out of range
 */
export function toFunction(option: string, value: Hyperparameter): (step: number) => number {
  if (typeof value === 'function') return value
  if (typeof value === 'number') return notNegative(option, value)
  throw wrong(option, 'must be a number or a schedule', value)
}
