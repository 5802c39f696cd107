import { quantile } from '../parameters/quantile.ts'
import { fillSpace } from '../parameters/space.ts'
import type { Sampler } from './sampler.ts'

/**
 * Draws each configuration at random from the parameters' distributions. It never ends.
 *
 * Bergstra & Bengio, "Random Search for Hyper-Parameter Optimization", JMLR 13 (2012). A random number is drawn for every parameter,
 * whether the parameter exists or not, so a condition does not change the values of other parameters.
 *
 * @example
 * const sampler = randomSampler()
 */
export function randomSampler(): Sampler {
  return {
    name: 'random',
    looksBack: false,
    options: {},
    propose({ space, random }) {
      const draws = new Map(Object.keys(space).map((name) => [name, random()]))
      return fillSpace(space, (name, parameter) => quantile(parameter, draws.get(name)!))
    },
  }
}
