import { describe, expect, it } from '@jest/globals'
import { contextOf, observe, proposals } from '../../test/sampler-run.ts'
import { categorical } from '../parameters/categorical.ts'
import { float } from '../parameters/float.ts'
import { when } from '../parameters/when.ts'
import { oneFactorAtATime } from './one-factor-at-a-time.ts'

const space = {
  batchSize: categorical([16, 32, 64]),
  optimizer: categorical(['sgd', 'adam']),
  momentum: when({ optimizer: 'sgd' }, categorical([0, 0.9])),
  rate: float(0.01, 1, { log: true }),
}
const baseline = { batchSize: 32, optimizer: 'adam', momentum: 0.9, rate: 0.1 }

describe('oneFactorAtATime', () => {
  it('proposes the baseline, then every other value alone', () => {
    const sampler = oneFactorAtATime({ baseline, points: 3 })
    expect(proposals(sampler, space)).toEqual([
      { batchSize: 32, optimizer: 'adam', rate: 0.1 },
      { batchSize: 16, optimizer: 'adam', rate: 0.1 },
      { batchSize: 64, optimizer: 'adam', rate: 0.1 },
      { batchSize: 32, optimizer: 'sgd', momentum: 0.9, rate: 0.1 },
      { batchSize: 32, optimizer: 'adam', rate: 0.01 },
      { batchSize: 32, optimizer: 'adam', rate: 1 },
    ])
    expect(sampler.count(space)).toBe(6)
  })

  it('varies parameters that exist at the baseline, and omits parameters that do not exist with the varied value', () => {
    const small = { optimizer: space.optimizer, momentum: space.momentum }
    expect(proposals(oneFactorAtATime({ baseline: { optimizer: 'sgd', momentum: 0 } }), small)).toEqual([
      { optimizer: 'sgd', momentum: 0 },
      { optimizer: 'adam' },
      { optimizer: 'sgd', momentum: 0.9 },
    ])
  })

  it('takes all grid values if the value of the baseline is not among them', () => {
    expect(proposals(oneFactorAtATime({ baseline: { x: 0.3 }, points: 2 }), { x: float(0, 1) })).toEqual([
      { x: 0.3 },
      { x: 0 },
      { x: 1 },
    ])
  })

  it('does not propose a failed configuration again', () => {
    const history = [observe(0, { x: 1 }, 'failed')]
    const context = contextOf({ x: categorical([1, 2]) }, history)
    expect(oneFactorAtATime({ baseline: { x: 1 } }).propose(context)).toEqual({ x: 2 })
  })

  it.each([
    [{ ...baseline, batchSize: 8 }, '`baseline.batchSize` must be one of 16, 32, 64, got 8.'],
    [{ ...baseline, momentum: undefined! }, '`baseline.momentum` must be one of 0, 0.9, got undefined.'],
    [
      { batchSize: 32, optimizer: 'adam' },
      '`baseline` has no "rate", which exists at a point to propose: add a number in [0.01, 1].',
    ],
    [
      { batchSize: 32, optimizer: 'adam', rate: 0.1 },
      '`baseline` has no "momentum", which exists at a point to propose: add one of 0, 0.9.',
    ],
    [
      { ...baseline, decay: 0 },
      '`baseline` has "decay", which is not in the space: expected "batchSize", "optimizer", "momentum", "rate". Remove it.',
    ],
  ])('rejects the baseline %j', (bad, message) => {
    expect(() => oneFactorAtATime({ baseline: bad, points: 3 }).count(space)).toThrow(new RangeError(message))
  })
})
