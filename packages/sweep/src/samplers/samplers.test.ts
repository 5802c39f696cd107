import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { arbitrarySpace } from '../../test/arbitrary-space.ts'
import { contextOf, runSampler } from '../../test/sampler-run.ts'
import { categorical } from '../parameters/categorical.ts'
import { checkConfiguration } from '../parameters/check-configuration.ts'
import { float } from '../parameters/float.ts'
import { gridValues } from '../parameters/grid-values.ts'
import type { Value } from '../parameters/parameter.ts'
import type { Space } from '../parameters/space.ts'
import { coordinateDescent } from './coordinate-descent.ts'
import { createSampler, samplers } from './create-sampler.ts'
import type { SamplerType } from './create-sampler.ts'
import { gridSampler } from './grid-sampler.ts'
import { listSampler } from './list-sampler.ts'
import { oneFactorAtATime } from './one-factor-at-a-time.ts'
import { randomSampler } from './random-sampler.ts'
import type { Sampler } from './sampler.ts'
import { sobolSampler } from './sobol-sampler.ts'
import { tpeSampler } from './tpe-sampler.ts'

const examples: Readonly<Record<SamplerType | 'list', (space: Space) => Sampler>> = {
  random: () => randomSampler(),
  sobol: () => sobolSampler(),
  tpe: () => tpeSampler({ startupTrials: 2 }),
  grid: () => gridSampler({ points: 2 }),
  'one-factor-at-a-time': (space) => oneFactorAtATime({ baseline: baselineOf(space), points: 2 }),
  'coordinate-descent': (space) => coordinateDescent({ baseline: baselineOf(space), points: 2, rounds: 2 }),
  list: (space) => {
    const { configuration } = runSampler(gridSampler({ points: 1 }), space, { trials: 1 })[0]
    return listSampler([configuration, configuration])
  },
}

const results = fc.array(fc.oneof(fc.nat(9), fc.constantFrom('pruned' as const, 'failed' as const)), {
  minLength: 12,
  maxLength: 12,
})

describe.each(Object.entries(examples))('%s', (_, create) => {
  it('proposes points of the space, whatever the results', () => {
    fc.assert(
      fc.property(arbitrarySpace, results, (space, outcomes) => {
        let trial = 0
        const history = runSampler(create(space), space, { trials: 12, objective: () => outcomes[trial++] })
        expect(history.length).toBeGreaterThan(0)
        for (const { configuration } of history) checkConfiguration(space, configuration)
      }),
      { numRuns: 50 },
    )
  })

  it('proposes the same for the same context, also after a round trip through a journal', () => {
    fc.assert(
      fc.property(arbitrarySpace, fc.nat(11), (space, trials) => {
        const history = runSampler(create(space), space, {
          trials,
          objective: (point) => Object.keys(point).length,
        })
        const read = history.map((observation) => ({
          ...observation,
          configuration: JSON.parse(JSON.stringify(observation.configuration)) as Record<string, Value>,
        }))
        const proposal = create(space).propose(contextOf(space, history))
        const again = create(JSON.parse(JSON.stringify(space)) as Space)
        expect(again.propose(contextOf(space, read))).toEqual(proposal)
      }),
      { numRuns: 50 },
    )
  })

  it('has options that JSON holds', () => {
    fc.assert(
      fc.property(arbitrarySpace, (space) => {
        const { options } = create(space)
        expect(JSON.parse(JSON.stringify(options))).toEqual(options)
      }),
      { numRuns: 20 },
    )
  })
})

describe('createSampler', () => {
  const space: Space = { x: float(0, 1), y: categorical(['a', 'b']) }
  const types = Object.keys(samplers) as SamplerType[]

  it.each(types)('creates %s by its options', (type) => {
    const { name, options } = examples[type](space)
    expect(createSampler({ type, options })).toMatchObject({ name, options })
  })

  it('rejects an option that the sampler does not have', () => {
    expect(() => createSampler({ type: 'sobol', options: { points: 3 } })).toThrow(
      new RangeError('Sampler sobol has no option `points`: expected scramble.'),
    )
  })

  it('needs a metric for every sampler that looks back at results', () => {
    const lookingBack = types.filter((type) => examples[type](space).looksBack ?? true)
    expect(types.filter((type) => samplers[type].needsMetric)).toEqual(expect.arrayContaining(lookingBack))
  })
})

/** The last grid value of each parameter, including parameters that do not exist there. */
function baselineOf(space: Space): Readonly<Record<string, Value>> {
  return Object.fromEntries(
    Object.entries(space).map(([name, parameter]) => [
      name,
      gridValues(parameter.kind === 'conditional' ? parameter.parameter : parameter, 2).at(-1)!,
    ]),
  )
}
