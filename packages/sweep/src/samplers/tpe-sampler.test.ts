import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { mersenne } from 'pure-rand/generator/mersenne'
import { arbitraryHistory, arbitrarySpace } from '../../test/arbitrary-history.ts'
import { tpeVectors } from '../../test/tpe-vectors.ts'
import type { RecordedStudy } from '../../test/tpe-vectors.ts'
import type { Parameter, Value } from '../parameters/parameter.ts'
import { holds } from '../parameters/space.ts'
import type { Configuration, Space } from '../parameters/space.ts'
import { randomStream } from '@tunekit/random-stream'
import type { Random } from '@tunekit/random-stream'
import type { SamplerContext } from './sampler.ts'
import type { Observation } from '../study/observation.ts'
import { tpeSampler } from './tpe-sampler.ts'
import type { TpeSamplerOptions } from './tpe-sampler.ts'
import { reportsOf } from '../study/reports.ts'

const line = { kind: 'float', low: 0, high: 1, log: false } as const

describe('tpeSampler', () => {
  it.each(Object.entries(tpeVectors.studies))(
    'proposes what Optuna does, given its random numbers: %s',
    (_, study) => {
      const { options, space, direction, seed, trials } = study
      const { constant_liar: constantLiar = true, ...others } = options
      const sampler = tpeSampler({ ...others, constantLiar })
      const random = numpyRandom(seed)
      let compared = 0
      for (const number of trials.keys()) {
        const history = historyBefore(study, number)
        const finished = history.filter(({ state }) => state === 'complete' || state === 'pruned')
        if (finished.length < 10) continue
        const proposed = sampler.propose({ ...context(space), direction, number, history, random })
        expectSamePoint(proposed as Configuration, trials[number].configuration)
        compared++
      }
      expect(compared).toBeGreaterThan(20)
    },
  )

  it('draws at random until enough trials have finished, whatever their results', () => {
    const sampler = tpeSampler({ startupTrials: 3 })
    const space = { x: line }
    const random = (): Random => randomStream('test', 1).uniform
    const few = [observed(0.1, 1), observed(0.2, 2), failed(0.3), running(0.4)]
    const drawn = sampler.propose({ ...context(space), history: few, random: random() })
    expect(drawn).toEqual({ x: random()() })
    const enough = [...few, pruned(0.3)]
    expect(sampler.propose({ ...context(space), history: enough, random: random() })).not.toEqual(drawn)
  })

  it('keeps away from a running trial, unless constantLiar is false', () => {
    const history = Array.from({ length: 100 }, (_, index) =>
      observed(index / 99, Math.abs(index / 99 - 0.5)),
    )
    const around = (options: TpeSamplerOptions): number => {
      const busy = [...history, ...Array.from({ length: 20 }, () => running(0.5))]
      const proposals = Array.from({ length: 200 }, (_, seed) => {
        const random = randomStream('test', seed).uniform
        const { x } = tpeSampler(options).propose({ ...context({ x: line }), history: busy, random }) as {
          x: number
        }
        return Math.abs(x - 0.5)
      })
      return proposals.reduce((sum, distance) => sum + distance, 0) / proposals.length
    }
    expect(around({ constantLiar: true })).toBeGreaterThan(1.5 * around({ constantLiar: false }))
  })

  it('searches for large values if it maximizes', () => {
    const history = Array.from({ length: 30 }, (_, index) => observed(index / 29, index))
    const mean = (direction: 'minimize' | 'maximize'): number => {
      const proposals = Array.from({ length: 50 }, (_, seed) => {
        const random = randomStream('test', seed).uniform
        return (
          tpeSampler().propose({ ...context({ x: line }), direction, history, random }) as { x: number }
        ).x
      })
      return proposals.reduce((sum, x) => sum + x, 0) / proposals.length
    }
    expect(mean('minimize')).toBeLessThan(0.25)
    expect(mean('maximize')).toBeGreaterThan(0.75)
  })

  it('proposes points of the space, whatever happened before', () => {
    const scenario = arbitrarySpace().chain((space) =>
      fc.record({
        space: fc.constant(space),
        history: arbitraryHistory(space),
        direction: fc.constantFrom('minimize' as const, 'maximize' as const),
        seed: fc.nat(),
        options: fc.oneof(
          fc.record({ multivariate: fc.constant(true), group: fc.boolean(), constantLiar: fc.boolean() }),
          fc.record({ multivariate: fc.constant(false), constantLiar: fc.boolean() }),
        ),
        startupTrials: fc.constantFrom(0, 1, 10),
      }),
    )
    fc.assert(
      fc.property(scenario, ({ space, history, direction, seed, options, startupTrials }) => {
        const sampler = tpeSampler({ ...options, startupTrials })
        const random = randomStream('test', seed).uniform
        const number = history.length
        const point = sampler.propose({ ...context(space), direction, number, history, random })
        expectPointOf(space, point as Configuration)
      }),
      { numRuns: 500 },
    )
  })

  it('stays in the space when the random numbers are extreme', () => {
    const space: Space = {
      rate: { kind: 'float', low: 1e-5, high: 1, log: true },
      width: { kind: 'int', low: 1, high: 64, log: false, step: 1 },
      kind: { kind: 'categorical', choices: ['a', 'b'] },
      noise: { kind: 'normal', mean: 0, standardDeviation: 1, log: true },
    }
    const history = [
      observedAt({ rate: 1, width: 64, kind: 'b', noise: 3 }, 1),
      observedAt({ rate: 1e-5, width: 1, kind: 'a', noise: 1 }, 2),
    ]
    for (const u of [0, 1 - 2 ** -53]) {
      const point = tpeSampler({ startupTrials: 2 }).propose({ ...context(space), history, random: () => u })
      expectPointOf(space, point as Configuration)
    }
  })

  it('has no memory: the same context gets the same proposal', () => {
    const space: Space = { x: line, kind: { kind: 'categorical', choices: ['a', 'b'] } }
    const sampler = tpeSampler()
    const ask = (history: readonly Observation[]): unknown =>
      sampler.propose({ ...context(space), history, random: randomStream('test', history.length).uniform })
    const history = Array.from({ length: 40 }, (_, index) =>
      observedAt({ x: ((index * 7) % 40) / 40, kind: index % 3 ? 'a' : 'b' }, (index * 11) % 40),
    )
    const first = ask(history)
    ask(history.slice(0, 20))
    ask([])
    expect(ask(structuredClone(history))).toEqual(first)
  })

  it('has all options, with defaults filled in', () => {
    expect(tpeSampler({ candidates: 50 }).options).toEqual({
      startupTrials: 10,
      candidates: 50,
      multivariate: true,
      group: false,
      constantLiar: true,
      priorWeight: 1,
    })
  })

  it.each([
    [{ startupTrials: -1 }, '`startupTrials` must be a non-negative integer, got -1.'],
    [{ candidates: 0 }, '`candidates` must be a positive integer, got 0.'],
    [{ priorWeight: 0 }, '`priorWeight` must be a positive finite number, got 0.'],
    [
      { group: true, multivariate: false },
      '`group` requires `multivariate`, got `multivariate` false: remove one of them.',
    ],
  ])('rejects %j', (options, message) => {
    expect(() => tpeSampler(options)).toThrow(new RangeError(message))
  })
})

function context(space: Space): SamplerContext {
  const random = randomStream('test', 0).uniform
  return {
    space,
    direction: 'minimize',
    number: 0,
    random,
    studyRandom: () => randomStream('study').uniform,
    history: [],
  }
}

/** The history that a sampler saw when it was asked for a trial of a recorded study. */
function historyBefore({ trials }: RecordedStudy, asked: number): Observation[] {
  return trials.slice(0, asked).map(({ configuration, state, value, intermediate, endedBefore }, number) => ({
    number,
    configuration,
    state: endedBefore <= asked ? state : 'running',
    value: endedBefore <= asked ? (value ?? undefined) : undefined,
    intermediate: reportsOf(intermediate),
  }))
}

/** `RandomState(seed).random_sample()` of numpy. */
function numpyRandom(seed: number): Random {
  const generator = mersenne(seed)
  return () => {
    const high = generator.next() >>> 5
    const low = generator.next() >>> 6
    return (high * 2 ** 26 + low) / 2 ** 53
  }
}

function expectSamePoint(received: Configuration, expected: Configuration): void {
  expect(Object.keys(received)).toEqual(Object.keys(expected))
  for (const [name, value] of Object.entries(expected)) {
    if (typeof value !== 'number') expect(received[name]).toBe(value)
    else expect(Math.abs((received[name] as number) - value)).toBeLessThanOrEqual(1e-9 * Math.abs(value))
  }
}

function expectPointOf(space: Space, point: Configuration): void {
  const names: string[] = []
  for (const [name, parameter] of Object.entries(space)) {
    if (parameter.kind === 'conditional' && !holds(parameter, point)) continue
    names.push(name)
    const bad = !allows(parameter, point[name])
    if (bad) throw new Error(`${name} = ${String(point[name])} is not allowed: ${JSON.stringify(parameter)}.`)
  }
  expect(Object.keys(point)).toEqual(names)
}

function allows(parameter: Parameter, value: Value): boolean {
  switch (parameter.kind) {
    case 'conditional':
      return allows(parameter.parameter, value)
    case 'constant':
      return value === parameter.value
    case 'categorical':
      return parameter.choices.includes(value)
    default: {
      if (typeof value !== 'number' || !Number.isFinite(value) || Object.is(value, -0)) return false
      const { step } = parameter
      const origin = parameter.kind === 'normal' ? 0 : parameter.low
      const steps = step === undefined ? 0 : (value - origin) / step
      if (Math.abs(steps - Math.round(steps)) > 1e-9 * Math.max(1, Math.abs(steps))) return false
      if (parameter.kind === 'normal') return !parameter.log || step !== undefined || value > 0
      if (parameter.kind === 'int' && !Number.isInteger(value)) return false
      return value >= parameter.low && value <= parameter.high
    }
  }
}

function observedAt(configuration: Configuration, value: number): Observation {
  return { number: 0, configuration, state: 'complete', value, intermediate: reportsOf([]) }
}

function observed(x: number, value: number): Observation {
  return observedAt({ x }, value)
}

function running(x: number): Observation {
  return { number: 0, configuration: { x }, state: 'running', intermediate: reportsOf([]) }
}

function failed(x: number): Observation {
  return { ...running(x), state: 'failed' }
}

function pruned(x: number): Observation {
  return { ...running(x), state: 'pruned', intermediate: reportsOf([[1, 0.5]]) }
}
