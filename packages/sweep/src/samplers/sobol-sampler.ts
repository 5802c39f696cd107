import { quantile } from '../parameters/quantile.ts'
import { fillSpace, type Space } from '../parameters/space.ts'
import type { Sampler } from './sampler.ts'
import { scramble, sobolDimensions, sobolPoint } from './sobol-point.ts'

export interface SobolSamplerOptions {
  /** Moves the points at random, by the study's seed, without making them less even. Default true. */
  readonly scramble?: boolean
}

/**
 * Spreads configurations evenly: the points of a Sobol sequence; never done.
 *
 * Of the first 2ᵏ trials, each of 2ᵏ equal parts of a parameter's distribution has exactly one: a power of two is the
 * best number of trials. A parameter has a dimension of its own, in the space's order, unused in trials where it does not
 * exist; constants have none. See `sobolPoint` for the sequence and `scramble` for the scrambling, with their sources.
 * Without scrambling the first configuration has the lowest values of all.
 *
 * Differs from Optuna's `QMCSampler`: point n belongs to trial n, so nothing is shared between processes; and
 * categorical and conditional parameters take part, where Optuna draws them independently.
 *
 * @throws {RangeError} From `propose()`, if more than 64 parameters are not constant
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
          const point = sobolPoint(number, dimension)
          // ½ keeps a scrambled point off the lower end of its part, where a normal is infinite
          const place = scrambled ? scramble(point, Math.floor(random() * 2 ** 32)) + 0.5 : point
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
    `The Sobol sampler takes at most ${sobolDimensions} parameters that are not constant, got ${names.length}. ` +
      'Use the random sampler.',
  )
}
