import { add, scalar, tensor } from '@tensorflow/tfjs-core'
import { randomStream } from '@tunekit/random-stream'
import { plainName } from '../engine/plain-name.ts'
import type { Rule } from '../engine/rule.ts'
import { tensorwise } from '../kinds/tensorwise.ts'
import { only, variableNames } from '../kinds/where.ts'
import type { WhereOptions } from '../kinds/where.ts'
import { realPower } from '../numerics/power.ts'
import { declareOptions } from '../options/declare-options.ts'
import { constant, nonNegative } from '../options/option.ts'
import type { Hyperparameter } from '../options/schedule.ts'

/** Options of {@link noise}. */
export interface NoiseOptions extends WhereOptions {
  /** Variance η ≥ 0 of the noise in a parameter's first update. Default 0.01; the paper also uses 0.3 and 1. */
  readonly eta?: Hyperparameter
  /** Exponent γ ≥ 0 of the decay of the noise. Default 0.55. */
  readonly gamma?: Hyperparameter
  /** The seed, any integer. The same seed produces the same noise. */
  readonly seed: number
}

/**
 * Gradient noise: adds random numbers to the gradient, which help training to leave bad regions early. The noise
 * decreases with every update.
 *
 *     gₜ ← gₜ + N(0, σₜ²),    σₜ² = η / (1 + t)^γ
 *
 * Here t is the number of earlier updates of the parameter: 0, 1, 2, … Neelakantan et al., "Adding Gradient Noise
 * Improves Learning for Very Deep Networks", 2015, equation 1, arXiv:1511.06807.
 *
 * The noise of an update depends on the seed, on t, and on the variable's name in its model (see `Where`). The slot
 * `key` stores a hash of the name, so that the noise is the same after a resume, even if the variables are then named
 * differently. A variable created without a name gets a new name from tfjs each time, and therefore different noise.
 * Before `accumulate`, all gradients of one update get the same noise, and so does their mean. The noise has the same
 * bits in every JavaScript engine.
 *
 * @throws {RangeError} If an option is out of range
 * @example
 * const optimizer = toOptimizer(chain(noise({ seed: 7 }), adam()))
 */
export function noise(options: NoiseOptions): Rule {
  const { seed, where } = options
  return only(
    where,
    tensorwise({
      name: 'noise',
      slots: ['key'],
      transforms: 'gradient',
      options: declareOptions(options, {
        eta: nonNegative(0.01),
        gamma: nonNegative(0.55),
        seed: constant<number>('an integer', Number.isSafeInteger),
        where: variableNames(),
      }),
      initSlots(parameter) {
        return { key: scalar(keyOf(plainName(parameter))) }
      },
      step(g, state, { t, eta: η, gamma: γ }) {
        const [key] = state.key.dataSync()
        const deviation = Math.sqrt(η / realPower(t, γ))
        const { normal } = randomStream('noise', seed, key, t)
        const numbers = Float32Array.from({ length: g.size }, () => deviation * normal())
        return { update: add(g, tensor(numbers, g.shape)), state }
      },
    }),
  )
}

/**
 * Hashes a variable's name to 24 bits, which float32 represents exactly. Saved optimizers contain the hash, so this
 * function must not change.
 */
function keyOf(name: string): number {
  const numbers = [...name].flatMap((letter) => [letter.codePointAt(0)!, 0])
  const mixed = numbers.reduce((state, number) => {
    const once = Math.imul(state ^ number ^ (state >>> 16), 0x85ebca6b)
    return Math.imul(once ^ (once >>> 13), 0xc2b2ae35) + 1
  }, 0x9e3779b9)
  return (mixed ^ (mixed >>> 16)) & 0xffffff
}
