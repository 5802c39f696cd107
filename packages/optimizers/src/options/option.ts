import type { Hyperparameter } from './schedule.ts'

/** The range and the default of one option. {@link declareOptions} accepts a table of options. */
export interface Option<Value, ValueAtStep = Value> {
  /** The default. Undefined if the option is required, or if it may be absent. */
  readonly initial: Value | undefined
  /**
   * Checks a value and returns it as a function of the step.
   *
   * @throws {RangeError} If the value is out of range. The returned function throws if a schedule is out of range at a
   *   step
   */
  readonly resolve: (name: string, value: Value) => (step: number) => ValueAtStep
}

/** A range of numbers: an option that may be a number or a schedule. */
export interface NumberOption extends Option<Hyperparameter, number> {
  /** @throws {RangeError} If a number is out of range */
  readonly check: (name: string, value: unknown, when?: string) => void
}

/**
 * Declares a number ≥ 0, or a schedule of such numbers.
 *
 * @param initial The default. Without a default, the option is required
 * @example
 * const table = { learningRate: nonNegative(1e-3) }
 */
export function nonNegative(initial?: Hyperparameter): NumberOption {
  return inRange('a non-negative number', (n) => n >= 0 && n < Infinity, initial)
}

/**
 * Declares a number > 0, or a schedule of such numbers.
 *
 * @param initial The default. Without a default, the option is required
 * @example
 * const table = { norm: positive() }
 */
export function positive(initial?: Hyperparameter): NumberOption {
  return inRange('a positive number', (n) => n > 0 && n < Infinity, initial)
}

/**
 * Declares a number in [0, 1), such as a decay, or a schedule of such numbers.
 *
 * @param initial The default. Without a default, the option is required
 * @example
 * const table = { beta1: unitInterval(0.9) }
 */
export function unitInterval(initial?: Hyperparameter): NumberOption {
  return inRange('in [0, 1)', (n) => n >= 0 && n < 1, initial)
}

/**
 * Declares a number ≥ `least`, or a schedule of such numbers.
 *
 * @param initial The default. Without a default, the option is required
 * @example
 * const table = { startFactor: atLeast(1, 25) }
 */
export function atLeast(least: number, initial?: Hyperparameter): NumberOption {
  return inRange(`a number of at least ${least}`, (n) => n >= least && n < Infinity, initial)
}

/**
 * Declares a number that meets a condition, or a schedule of such numbers.
 *
 * @param expected The description of the range in the error message: "`beta` must be in (0, 1), got 1."
 * @param initial The default. Without a default, the option is required
 * @example
 * const table = { beta: inRange('in (0, 1)', (n) => n > 0 && n < 1, 0.9) }
 */
export function inRange(
  expected: string,
  isValid: (value: number) => boolean,
  initial?: Hyperparameter,
): NumberOption {
  const check = (name: string, value: unknown, when = ''): void => {
    if (typeof value !== 'number' || !isValid(value)) throw invalidOption(name, expected, value, when)
  }
  return {
    initial,
    check,
    resolve(name, value) {
      if (typeof value !== 'function') {
        check(name, value)
        return () => value
      }
      return (step) => {
        const number = value(step)
        check(name, number, ` at step ${step}`)
        return number
      }
    },
  }
}

/**
 * Declares a number that cannot be a schedule, with the range and the default of another option.
 *
 * @example
 * const table = { initialAccumulator: fixed(nonNegative(0)) }
 */
export function fixed({ initial, check }: NumberOption): Option<number> {
  return {
    initial: initial as number | undefined,
    resolve(name, value) {
      check(name, value)
      return () => value
    },
  }
}

/**
 * Declares a positive integer, such as a number of steps.
 *
 * @param initial The default. Without a default, the option is required
 * @example
 * const table = { iterations: positiveInteger(5) }
 */
export function positiveInteger(initial?: number): Option<number> {
  return constant('a positive integer', (value) => Number.isInteger(value) && value > 0, initial)
}

/**
 * Declares an integer ≥ 0.
 *
 * @param initial The default. Without a default, the option is required
 * @example
 * const table = { warmupSteps: nonNegativeInteger(0) }
 */
export function nonNegativeInteger(initial?: number): Option<number> {
  return constant('a non-negative integer', (value) => Number.isInteger(value) && value >= 0, initial)
}

/**
 * Declares a boolean.
 *
 * @example
 * const table = { nesterov: flag(false) }
 */
export function flag(initial: boolean): Option<boolean> {
  return constant('true or false', (value) => typeof value === 'boolean', initial)
}

/**
 * Declares one of several strings. The first string is the default.
 *
 * @example
 * const table = { mode: oneOf('min', 'max') }
 */
export function oneOf<const Choice extends string>(...choices: readonly Choice[]): Option<Choice> {
  const expected = choices.map((choice) => `"${choice}"`).join(' or ')
  return constant(expected, (value) => choices.includes(value), choices[0])
}

/**
 * Declares a value that meets a condition and cannot be a schedule.
 *
 * @param expected The description of the values in the error message
 */
export function constant<Value>(
  expected: string,
  isValid: (value: Value) => boolean,
  initial?: Value,
): Option<Value> {
  return {
    initial,
    resolve(name, value) {
      if (!isValid(value)) throw invalidOption(name, expected, value)
      return () => value
    },
  }
}

/**
 * Declares an option that may be absent. The value of an absent option is undefined.
 *
 * @example
 * const table = { beta3: optional(unitInterval()) }
 */
export function optional<Value, ValueAtStep>(
  option: Option<Value, ValueAtStep>,
): Option<Value, ValueAtStep | undefined> {
  return {
    initial: undefined,
    resolve: (name, value) => (value === undefined ? () => undefined : option.resolve(name, value)),
  }
}

/** Creates the error for an invalid option: "`beta1` must be in [0, 1), got 1." */
export function invalidOption(name: string, expected: string, value: unknown, when = ''): RangeError {
  return new RangeError(`\`${name}\` must be ${expected}, got ${describeValue(value)}${when}.`)
}

/** Describes a value of any type in an error message. */
export function describeValue(value: unknown): string {
  if (typeof value === 'function') return 'a function'
  if (typeof value === 'string') return `"${value}"`
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
