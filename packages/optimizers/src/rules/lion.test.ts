import { beforeAll, describe, expect, it } from '@jest/globals'
import { useCpuBackend } from '../../test/cpu-backend.ts'
import { run } from '../../test/run.ts'
import { lion } from './lion.ts'

beforeAll(useCpuBackend)

describe('lion', () => {
  it('moves every element by learningRate, whatever the size of its gradient', () => {
    const gradients = [[1e-30, -1e30, 0]]
    expect(run(lion({ learningRate: 0.5 }), [1, 1, 1], gradients)).toEqual([[0.5, 1.5, 1]])
  })

  it('follows the mean of before by beta1 and keeps it by beta2', () => {
    // β₁ = ¾, β₂ = ½: c = ¼ · 4 = 1, then ¾ · 2 − ¼ · 5 = ¼, then ¾ · (−1.5) + ¼ · 4 = −⅛
    const rule = lion({ learningRate: 1, beta1: 0.75, beta2: 0.5 })
    expect(run(rule, [0], [[4], [-5], [4]])).toEqual([[-1], [-2], [-1]])
  })

  it('decays by learningRate · weightDecay times the parameter before the step', () => {
    expect(run(lion({ learningRate: 0.5, weightDecay: 0.5 }), [4], [[1]])).toEqual([[4 - 0.5 - 1]])
  })

  it('checks its options', () => {
    expect(() => lion({ beta1: 1 })).toThrow(new RangeError('`beta1` must be in [0, 1), got 1.'))
    expect(() => lion({ beta2: -1 })).toThrow(new RangeError('`beta2` must be in [0, 1), got -1.'))
    expect(() => lion({ learningRate: -1 })).toThrow(RangeError)
  })
})
