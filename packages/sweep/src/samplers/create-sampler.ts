import { checkOptionNames } from '../parameters/check.ts'
import { coordinateDescent } from './coordinate-descent.ts'
import { gridSampler } from './grid-sampler.ts'
import { oneFactorAtATime } from './one-factor-at-a-time.ts'
import { randomSampler } from './random-sampler.ts'
import type { Sampler } from './sampler.ts'
import { sobolSampler } from './sobol-sampler.ts'
import { tpeSampler } from './tpe-sampler.ts'

/** The name of a sampler in a sweep file. */
export type SamplerType = 'grid' | 'random' | 'sobol' | 'tpe' | 'one-factor-at-a-time' | 'coordinate-descent'

interface SamplerEntry {
  readonly create: (options: never) => Sampler
  /** The names of the options. A sampler with a `baseline` starts there. */
  readonly options: readonly string[]
  /** Whether the sampler is of no use without a metric by which trials are compared. */
  readonly needsMetric: boolean
}

/** Every sampler that has a name: whatever depends on which samplers there are reads it from here. */
export const samplers: Readonly<Record<SamplerType, SamplerEntry>> = {
  grid: { create: gridSampler, options: ['points'], needsMetric: false },
  random: { create: randomSampler, options: [], needsMetric: false },
  sobol: { create: sobolSampler, options: ['scramble'], needsMetric: false },
  tpe: {
    create: tpeSampler,
    options: ['startupTrials', 'candidates', 'multivariate', 'group', 'constantLiar', 'priorWeight'],
    needsMetric: true,
  },
  'one-factor-at-a-time': { create: oneFactorAtATime, options: ['baseline', 'points'], needsMetric: true },
  'coordinate-descent': {
    create: coordinateDescent,
    options: ['baseline', 'order', 'points', 'rounds'],
    needsMetric: true,
  },
}

/** A sampler as plain data: the name of its type, and its options. */
export interface SamplerSpec {
  readonly type: SamplerType
  /** By the names of the sampler's factory, which checks the values. */
  readonly options: Readonly<Record<string, unknown>>
}

/**
 * Creates a sampler from plain data, such as a sweep file holds.
 *
 * @throws {RangeError} If the sampler has no option of a name, or a value is out of range
 *
 * @example
 * const sampler = createSampler({ type: 'grid', options: { points: 3 } })
 */
export function createSampler({ type, options }: SamplerSpec): Sampler {
  const { create, options: known } = samplers[type]
  checkOptionNames(`Sampler ${type}`, options, known)
  return create(options as never)
}
