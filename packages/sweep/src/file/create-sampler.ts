import { coordinateDescent } from '../samplers/coordinate-descent.ts'
import type { CoordinateDescentOptions } from '../samplers/coordinate-descent.ts'
import { gridSampler } from '../samplers/grid-sampler.ts'
import { oneFactorAtATime } from '../samplers/one-factor-at-a-time.ts'
import type { OneFactorAtATimeOptions } from '../samplers/one-factor-at-a-time.ts'
import { randomSampler } from '../samplers/random-sampler.ts'
import type { Sampler } from '../samplers/sampler.ts'
import { sobolSampler } from '../samplers/sobol-sampler.ts'
import { tpeSampler } from '../samplers/tpe/tpe-sampler.ts'
import { requireOptions } from './require-options.ts'
import type { SamplerType, SweepFile } from './sweep-file.ts'

/** The options of each sampler. */
export const samplerOptions: Readonly<Record<SamplerType, readonly string[]>> = {
  grid: ['points'],
  random: [],
  sobol: ['scramble'],
  tpe: ['startupTrials', 'candidates', 'multivariate', 'group', 'constantLiar', 'priorWeight'],
  'one-factor-at-a-time': ['points'],
  'coordinate-descent': ['order', 'points', 'rounds'],
}

/**
 * The sampler that a sweep file asks for.
 *
 * @throws {RangeError} If it has no option of a name, or an option is out of range
 */
export function createSampler({ sampler, baseline = {} }: Pick<SweepFile, 'sampler' | 'baseline'>): Sampler {
  const { type, options } = sampler
  requireOptions(`Sampler ${type}`, options, samplerOptions[type])
  switch (type) {
    case 'grid':
      return gridSampler(options)
    case 'random':
      return randomSampler()
    case 'sobol':
      return sobolSampler(options)
    case 'tpe':
      return tpeSampler(options)
    case 'one-factor-at-a-time':
      return oneFactorAtATime({ ...options, baseline } as OneFactorAtATimeOptions)
    case 'coordinate-descent':
      return coordinateDescent({ ...options, baseline } as CoordinateDescentOptions)
  }
}
