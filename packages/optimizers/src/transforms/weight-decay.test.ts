import { beforeAll, describe, expect, it } from '@jest/globals'
import { useCpuBackend } from '../../test/cpu-backend.ts'
import { run } from '../../test/run.ts'
import { adaBelief } from '../rules/ada-belief.ts'
import { adan } from '../rules/adan.ts'
import { lion } from '../rules/lion.ts'

beforeAll(useCpuBackend)

describe('weightDecayOf', () => {
  it.each([adaBelief, adan, lion])('lets %p shrink a parameter where the gradient is 0', (rule) => {
    const options = { learningRate: 0.5, weightDecay: 0.25 }
    expect(run(rule(options), [1, -8], [[0, 0]])).toEqual([[0.875, -7]])
    expect(run(rule({ ...options, scaleByLearningRate: false }), [1, -8], [[0, 0]])).toEqual([[0.75, -6]])
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
