import { checked } from './find-problem.ts'
import type { CategoricalParameter, Value } from './parameter.ts'

/** Options of `categorical()`. */
export interface CategoricalOptions {
  /** The probability of each choice, for samplers that draw: non-negative numbers that sum to 1. Default: all equal. */
  readonly probabilities?: readonly number[]
}

/**
 * Defines a parameter whose value is one of a list, in no order.
 *
 * @param choices One or more different values: strings, finite numbers, booleans or null
 * @throws {RangeError} If there are no choices, or a choice or the probabilities are invalid
 *
 * @example
 * categorical(['sgd', 'adam', 'adaBelief'])
 * categorical([16, 32, 64], { probabilities: [0.25, 0.5, 0.25] })
 */
export function categorical<const T extends Value>(
  choices: readonly T[],
  { probabilities }: CategoricalOptions = {},
): CategoricalParameter<T> {
  return checked({
    kind: 'categorical',
    choices: [...choices],
    ...(probabilities && { probabilities: [...probabilities] }),
  })
}
