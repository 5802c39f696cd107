import { beforeAll, describe, expect, it } from '@jest/globals'
import { useCpuBackend } from '../test/cpu-backend.ts'
import { run, vector } from '../test/run.ts'
import { adaBelief } from './rules/ada-belief.ts'
import { adan } from './rules/adan.ts'
import { lion } from './rules/lion.ts'

beforeAll(useCpuBackend)

describe('withWeightDecay', () => {
  it.each([adaBelief, adan, lion])('lets %p shrink a parameter where the gradient is 0', (rule) => {
    const options = { learningRate: 0.5, weightDecay: 0.25 }
    expect(run(rule(options), [1, -8], [[0, 0]])).toEqual([[0.875, -7]])
    expect(run(rule({ ...options, scaleByLearningRate: false }), [1, -8], [[0, 0]])).toEqual([[0.75, -6]])
  })

  it('leaves variables alone that `where` does not name', () => {
    expect(run(lion({ weightDecay: 0.25, where: '^$' }), [1], [[0]])).toEqual([[1]])
  })

  it('names slots by link only with a decay', () => {
    const x = vector([1])
    expect(Object.keys(lion().init(x, ''))).toEqual(['m'])
    expect(Object.keys(lion({ weightDecay: 0.1 }).init(x, ''))).toEqual(['0.m'])
    x.dispose()
  })

  it('checks its options', () => {
    expect(() => lion({ weightDecay: -1 })).toThrow(
      new RangeError('`weightDecay` must be finite and at least 0, got -1.'),
    )
    expect(() => adan({ scaleByLearningRate: 1 as never })).toThrow(
      new RangeError('`scaleByLearningRate` must be true or false, got 1.'),
    )
  })
})
