import { checked } from './find-problem.ts'
import type { CategoricalParameter, Value } from './parameter.ts'

export interface CategoricalOptions {
  /** Of each choice, for samplers that draw: numbers from 0 that sum to 1. Default: all the same. */
  readonly probabilities?: readonly number[]
}

/**
 * One of a list, in no order.
 *
 * @param choices At least one; strings, finite numbers, booleans or null, none twice
 * @throws {RangeError} If choices or probabilities are not such
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
