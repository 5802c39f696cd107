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
  /** The names of the options. An option `baseline` receives the `baseline` of a sweep file. */
  readonly options: readonly string[]
  /**
   * Whether a sweep file with this sampler must have a metric: true if the sampler looks back at results, and for
   * one-factor-at-a-time, whose trials are compared with the baseline. As in W&B, grid and random sweeps need no metric.
   */
  readonly needsMetric: boolean
}

/** The samplers that can be created by name. */
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
  /** The options of the function that creates the sampler, such as `gridSampler()`. It checks the values. */
  readonly options: Readonly<Record<string, unknown>>
}

/**
 * Creates a sampler from plain data, for example from a sweep file.
 *
 * @throws {RangeError} If an option is unknown, or its value is out of range
 *
 * @example
 * const sampler = createSampler({ type: 'grid', options: { points: 3 } })
 */
export function createSampler({ type, options }: SamplerSpec): Sampler {
  const { create, options: known } = samplers[type]
  checkOptionNames(`Sampler ${type}`, options, known)
  return create(options as never)
}
