import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { arbitrarySpace } from '../../test/arbitrary-space.ts'
import { contextOf, observe, proposals } from '../../test/sampler-run.ts'
import { categorical } from '../parameters/categorical.ts'
import { constant } from '../parameters/constant.ts'
import { float } from '../parameters/float.ts'
import { gridValues } from '../parameters/grid-values.ts'
import { int } from '../parameters/int.ts'
import { type Configuration, holds, type Space } from '../parameters/space.ts'
import { when } from '../parameters/when.ts'
import { countTrials } from '../runner/study-options.ts'
import { gridSampler } from './grid-sampler.ts'
import type { Observation } from '../study/observation.ts'

const space = { a: categorical(['x', 'y']), b: int(1, 3) }

describe('gridSampler', () => {
  it('varies the first parameter slowest', () => {
    expect(proposals(gridSampler(), space)).toEqual([
      { a: 'x', b: 1 },
      { a: 'x', b: 2 },
      { a: 'x', b: 3 },
      { a: 'y', b: 1 },
      { a: 'y', b: 2 },
      { a: 'y', b: 3 },
    ])
  })

  it('has a cell for each combination that exists, once', () => {
    const optimizers = {
      optimizer: categorical(['sgd', 'adam', 'lion']),
      momentum: when({ optimizer: 'sgd' }, categorical([0, 0.9])),
      nesterov: when({ momentum: 0.9 }, categorical([true, false])),
      beta: when({ optimizer: ['adam', 'lion'] }, constant(0.9)),
    }
    expect(proposals(gridSampler(), optimizers)).toEqual([
      { optimizer: 'sgd', momentum: 0 },
      { optimizer: 'sgd', momentum: 0.9, nesterov: true },
      { optimizer: 'sgd', momentum: 0.9, nesterov: false },
      { optimizer: 'adam', beta: 0.9 },
      { optimizer: 'lion', beta: 0.9 },
    ])
  })

  it('enumerates the product without repeats, and counts it', () => {
    fc.assert(
      fc.property(arbitrarySpace, (any) => {
        const sampler = gridSampler({ points: 2 })
        const cells = proposals(sampler, any)
        expect(sampler.count(any)).toBe(cells.length)
        expect(new Set(cells.map((cell) => JSON.stringify(cell)))).toEqual(productOf(any))
        expect(new Set(cells.map((cell) => JSON.stringify(cell))).size).toBe(cells.length)
      }),
      { numRuns: 50 },
    )
  })

  it('closes a cell as soon as it was proposed, whatever its result and the order', () => {
    const history = [
      observe(0, { a: 'x', b: 1 }, 'failed'),
      observe(1, { b: 2, a: 'x' }, 'running'),
      observe(2, { a: 'x', b: 3 }, 'pruned'),
      observe(3, { a: 'y', b: 2 }, 0.5),
      observe(4, { a: 'x', b: 1 }, 'failed'),
      observe(5, { a: 'none of the cells', b: 7 }, 0.5),
    ]
    expect(gridSampler().propose(contextOf(space, history))).toEqual({ a: 'y', b: 1 })
    const last = [...history, observe(6, { a: 'y', b: 1 }, 'running')]
    expect(gridSampler().propose(contextOf(space, last))).toEqual({ a: 'y', b: 3 })
    const all = [...last, observe(7, { a: 'y', b: 3 }, 'running')]
    expect(gridSampler().propose(contextOf(space, all))).toBe('done')
  })

  it('counts and proposes cells of a grid of any size without enumerating it', () => {
    const vast = {
      a: float(0, 90, { step: 1e-4 }),
      b: int(1, 900_000),
      c: when({ b: [7, 9] }, int(1, 1000)),
      d: categorical(['x', 'y']),
    }
    const sampler = gridSampler()
    expect(sampler.count(vast)).toBe(900_001 * 2 * (900_000 - 2 + 2 * 1000))
    const first = observe(0, { a: 0, b: 1, d: 'x' }, 'running')
    expect(sampler.propose(contextOf(vast, [first]))).toEqual({ a: 0, b: 1, d: 'y' })
    const many = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`p${index}`, int(1, 1000)]))
    expect(sampler.count(many)).toBeCloseTo(1e120, -108)
    expect(sampler.propose(contextOf(many, []))).toMatchObject({ p0: 1, p39: 1 })
    expect(() => countTrials({ space: vast, sampler, trials: undefined }, 1)).toThrow(
      'Sampler grid has 1,623,598,203,996 configurations here, more than a study can run: ' +
        'set the number of `trials`, or reduce the number of values of the parameters.',
    )
    expect(countTrials({ space: vast, sampler, trials: 2 }, 1)).toBe(2)
  })

  it('looks up each configuration once, however many proposals follow', () => {
    let lookups = 0
    const watched = (b: number): Configuration =>
      new Proxy(
        { a: 'x', b },
        {
          get(target, name, receiver) {
            if (name === 'b') lookups++
            return Reflect.get(target, name, receiver) as unknown
          },
        },
      )
    const line = { a: constant('x'), b: int(1, 500) }
    const sampler = gridSampler()
    const history: Observation[] = []
    for (let number = 0; number < 400; number++) {
      expect(sampler.propose(contextOf(line, history))).toEqual({ a: 'x', b: number + 1 })
      history.push(observe(number, watched(number + 1), 'running'))
    }
    expect(lookups).toBeLessThan(400 * 4)
  })

  it('takes points by name', () => {
    const rates = { a: float(0, 1), b: float(0, 1) }
    expect(proposals(gridSampler({ points: { a: 2, b: 1 } }), rates)).toEqual([
      { a: 0, b: 0.5 },
      { a: 1, b: 0.5 },
    ])
    expect(() => gridSampler({ points: { a: 2 } }).count(rates)).toThrow(
      'Search space "b": `points` must be a positive integer for a continuous parameter, but it is missing.',
    )
  })
})

/** Every combination of values, without parameters that do not exist in it, as a set of JSON texts. */
function productOf(any: Space): Set<string> {
  const all = Object.entries(any).reduce<Configuration[]>(
    (points, [name, parameter]) => {
      const values = gridValues(parameter.kind === 'conditional' ? parameter.parameter : parameter, 2)
      return points.flatMap((point) => values.map((value) => ({ ...point, [name]: value })))
    },
    [{}],
  )
  return new Set(
    all.map((point) => {
      const existing: Record<string, Configuration[string]> = {}
      for (const [name, parameter] of Object.entries(any)) {
        if (parameter.kind !== 'conditional' || holds(parameter, existing)) existing[name] = point[name]
      }
      return JSON.stringify(existing)
    }),
  )
}
