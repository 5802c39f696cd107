import { quantile } from '../parameters/quantile.ts'
import { fillSpace, type Space } from '../parameters/space.ts'
import type { Sampler } from './sampler.ts'
import { scramble, sobolDimensions, sobolCoordinate } from './sobol-coordinate.ts'

/** Options of `sobolSampler()`. */
export interface SobolSamplerOptions {
  /** Whether the study's seed randomizes the points, which stay evenly spread. Default true. */
  readonly scramble?: boolean
}

/**
 * Spreads configurations evenly over the space, as the points of a Sobol sequence. It never ends.
 *
 * Each of 2ᵏ equal parts of a parameter's distribution contains exactly one of the first 2ᵏ trials, so a power of two is the best
 * number of trials. Each parameter has its own dimension, in the space's order. The dimension is unused in trials in which the
 * parameter does not exist. Constants have no dimension. Without scrambling, the first configuration consists of the lowest values.
 *
 * Joe & Kuo, SIAM Journal on Scientific Computing 30 (2008), for the sequence; Burley, JCGT 9 (2020), for the scrambling. Differs from
 * Optuna's `QMCSampler`: point n belongs to configuration n, so processes share no state; categorical and conditional parameters are
 * included, whereas Optuna draws them independently.
 *
 * @throws {RangeError} From `propose()`: if more than 64 parameters are not constant
 *
 * @example
 * const sampler = sobolSampler()
 */
export function sobolSampler({ scramble: scrambled = true }: SobolSamplerOptions = {}): Sampler {
  return {
    name: 'sobol',
    looksBack: false,
    options: { scramble: scrambled },
    propose({ space, number, studyRandom }) {
      const random = studyRandom()
      const uniforms = new Map(
        namesOfDimensions(space).map((name, dimension) => {
          const coordinate = sobolCoordinate(number, dimension)
          // ½ keeps a scrambled point above the lower end of its part, where a normal parameter would be infinite.
          const place = scrambled ? scramble(coordinate, Math.floor(random() * 2 ** 32)) + 0.5 : coordinate
          return [name, place / 2 ** 32]
        }),
      )
      return fillSpace(space, (name, parameter) => quantile(parameter, uniforms.get(name) ?? 0))
    },
  }
}

function namesOfDimensions(space: Space): readonly string[] {
  const names = Object.entries(space)
    .filter(([, parameter]) => {
      const { kind } = parameter.kind === 'conditional' ? parameter.parameter : parameter
      return kind !== 'constant'
    })
    .map(([name]) => name)
  if (names.length <= sobolDimensions) return names
  throw new RangeError(
    `The Sobol sampler supports at most ${sobolDimensions} parameters that are not constant, got ${names.length}. ` +
      'Use the random sampler.',
  )
}
