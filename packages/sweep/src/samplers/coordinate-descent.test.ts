import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { contextOf, observe, proposals, runSampler } from '../../test/sampler-run.ts'
import { categorical } from '../parameters/categorical.ts'
import { float } from '../parameters/float.ts'
import { int } from '../parameters/int.ts'
import type { Configuration } from '../parameters/space.ts'
import { when } from '../parameters/when.ts'
import { coordinateDescent } from './coordinate-descent.ts'

const space = { a: int(1, 3), b: int(1, 3) }
const baseline = { a: 1, b: 1 }

describe('coordinateDescent', () => {
  it('keeps the best value of a parameter, then continues with the next parameter', () => {
    const objective = ({ a, b }: Configuration): number => [0, 5, 1, 3][Number(a)] + [0, 5, 2, 3][Number(b)]
    expect(proposals(coordinateDescent({ baseline }), space, { objective })).toEqual([
      { a: 1, b: 1 },
      { a: 2, b: 1 },
      { a: 3, b: 1 },
      { a: 2, b: 2 },
      { a: 2, b: 3 },
    ])
  })

  it('follows the direction and the order', () => {
    const objective = ({ a, b }: Configuration): number => Number(a) + Number(b)
    const sampler = coordinateDescent({ baseline, order: ['b', 'a'] })
    expect(proposals(sampler, space, { objective, direction: 'maximize' })).toEqual([
      { a: 1, b: 1 },
      { a: 1, b: 2 },
      { a: 1, b: 3 },
      { a: 2, b: 3 },
      { a: 3, b: 3 },
    ])
    expect(proposals(coordinateDescent({ baseline, order: ['b'] }), space)).toHaveLength(3)
  })

  it('keeps the current value if others are as good, and otherwise the earlier of equal values', () => {
    const flat = proposals(coordinateDescent({ baseline: { a: 2, b: 1 } }), space, { objective: () => 1 })
    expect(flat.slice(3)).toEqual([
      { a: 2, b: 2 },
      { a: 2, b: 3 },
    ])
    const objective = ({ a }: Configuration): number => (a === 1 ? 1 : 0)
    expect(proposals(coordinateDescent({ baseline }), space, { objective }).at(-1)).toEqual({ a: 2, b: 3 })
  })

  it('makes rounds until nothing improves, and tries nothing twice', () => {
    // A valley along a = b: each round takes one step of each.
    const objective = ({ a, b }: Configuration): number =>
      10 * Math.abs(Number(a) - Number(b)) - Number(b) * 12
    const objectives = { objective }
    const wide = { a: int(1, 5), b: int(1, 5) }
    const best = (rounds: number): number =>
      Math.min(
        ...runSampler(coordinateDescent({ baseline, rounds }), wide, objectives).map(({ value }) => value!),
      )
    expect(best(1)).toBeGreaterThan(best(2))
    const all = proposals(coordinateDescent({ baseline, rounds: 100 }), wide, objectives)
    expect(new Set(all.map((point) => JSON.stringify(point))).size).toBe(all.length)
    expect(all.length).toBeLessThanOrEqual(25)
  })

  it('ends at a point that no single change improves, given enough rounds', () => {
    const values = fc.array(fc.nat(9), { minLength: 9, maxLength: 9 })
    fc.assert(
      fc.property(values, (table) => {
        const valueOf = ({ a, b }: Configuration): number => table[3 * (Number(a) - 1) + Number(b) - 1]
        const run = runSampler(coordinateDescent({ baseline, rounds: 9 }), space, { objective: valueOf })
        const least = Math.min(...run.map(({ value }) => value!))
        const ends = run.filter(({ value }) => value === least).map(({ configuration }) => configuration)
        const isLowest = ({ a, b }: Configuration): boolean =>
          [1, 2, 3].every((x) => valueOf({ a: x, b }) >= least && valueOf({ a, b: x }) >= least)
        expect(ends.some(isLowest)).toBe(true)
      }),
    )
  })

  it('proposes all values of a parameter at once, then waits for running trials', () => {
    const sampler = coordinateDescent({ baseline })
    const running = [1, 2].map((a, number) => observe(number, { a, b: 1 }, 'running'))
    expect(sampler.propose(contextOf(space, running))).toEqual({ a: 3, b: 1 })
    const stage = [observe(0, { a: 1, b: 1 }, 2), running[1], observe(2, { a: 3, b: 1 }, 3)]
    expect(sampler.propose(contextOf(space, stage))).toBe('wait')
    const ended = [stage[0], observe(1, { a: 2, b: 1 }, 1), stage[2]]
    expect(sampler.propose(contextOf(space, ended))).toEqual({ a: 2, b: 2 })
  })

  it('counts failed, pruned and NaN results as the worst', () => {
    const results = { 1: NaN, 2: 'failed', 3: 7 } as const
    const objective = ({ a }: Configuration): number | 'failed' => results[a as 1 | 2 | 3]
    const options = { objective, direction: 'maximize' } as const
    expect(proposals(coordinateDescent({ baseline }), space, options).at(-1)).toEqual({ a: 3, b: 3 })
    const failing = proposals(coordinateDescent({ baseline }), space, { objective: () => 'pruned' })
    expect(failing.at(-1)).toEqual({ a: 1, b: 3 })
  })

  it('uses results that the history has already, preferably complete ones', () => {
    const history = [
      observe(0, { b: 1, a: 3 }, 'failed'),
      observe(1, { a: 3, b: 1 }, 1),
      observe(2, { a: 3, b: 1 }, 'running'),
      observe(3, { a: 1, b: 1 }, 2),
      observe(4, { a: 2, b: 1 }, 3),
    ]
    expect(coordinateDescent({ baseline }).propose(contextOf(space, history))).toEqual({ a: 3, b: 2 })
  })

  it('varies a conditional parameter where it exists', () => {
    const optimizers = {
      optimizer: categorical(['adam', 'sgd']),
      momentum: when({ optimizer: 'sgd' }, categorical([0, 0.9])),
      rate: float(0, 1),
    }
    const start = { optimizer: 'adam', momentum: 0, rate: 0.5 }
    const run = (better: string): readonly Configuration[] =>
      proposals(coordinateDescent({ baseline: start, points: { rate: 1 } }), optimizers, {
        objective: ({ optimizer }) => (optimizer === better ? 0 : 1),
      })
    expect(run('adam')).toEqual([
      { optimizer: 'adam', rate: 0.5 },
      { optimizer: 'sgd', momentum: 0, rate: 0.5 },
    ])
    expect(run('sgd').at(-1)).toEqual({ optimizer: 'sgd', momentum: 0.9, rate: 0.5 })
  })

  it('rejects wrong options', () => {
    expect(() => coordinateDescent({ baseline, rounds: 0 })).toThrow(
      new RangeError('`rounds` must be a positive integer, got 0.'),
    )
    expect(() => coordinateDescent({ baseline, order: ['a', 'a'] })).toThrow(
      new RangeError('`order` has "a" twice: remove one.'),
    )
    expect(() => coordinateDescent({ baseline, order: ['c'] }).propose(contextOf(space))).toThrow(
      new RangeError('`order` has "c", which is not in the space: expected a, b.'),
    )
    expect(() => coordinateDescent({ baseline: { a: 0, b: 1 } }).propose(contextOf(space))).toThrow(
      new RangeError('`baseline.a` must be an integer in [1, 3], got 0.'),
    )
  })
})
