import { beforeAll, describe, expect, it } from '@jest/globals'
import { useCpuBackend } from '../../test/cpu-backend.ts'
import { run } from '../../test/run.ts'
import { adam } from './adam.ts'
import { amsgrad } from './amsgrad.ts'

beforeAll(useCpuBackend)

describe('amsgrad', () => {
  it('is adam while the mean square grows', () => {
    const gradients = [[1], [-2], [4]]
    expect(run(amsgrad(), [1], gradients)).toEqual(run(adam(), [1], gradients))
  })

  it('divides by the largest mean square after that', () => {
    // β₁ = 0, β₂ = ½, g = 4, 1: v = 8, 4.5 and the largest stays 8
    const rule = amsgrad({ learningRate: 1, beta1: 0, beta2: 0.5, epsilon: 0, biasCorrection: false })
    const path = run(rule, [0], [[4], [1]])
    expect(path[0][0]).toBeCloseTo(-4 / Math.sqrt(8), 6)
    expect(path[1][0] - path[0][0]).toBeCloseTo(-1 / Math.sqrt(8), 6)
  })

  it('corrects the largest mean square by the current step', () => {
    const rule = amsgrad({ learningRate: 1, beta1: 0, beta2: 0.5, epsilon: 0 })
    const path = run(rule, [0], [[4], [1]])
    expect(path[0][0]).toBeCloseTo(-1, 6)
    expect(path[1][0] - path[0][0]).toBeCloseTo(-1 / Math.sqrt(8 / 0.75), 6)
  })

  it('starts all of its state with initialAccumulator', () => {
    // β₁ = β₂ = ½, g = 0: m = 2, v = 2 and the largest stays 4
    const options = { learningRate: 1, beta1: 0.5, beta2: 0.5, epsilon: 0, biasCorrection: false }
    expect(run(amsgrad({ ...options, initialAccumulator: 4 }), [0], [[0]])).toEqual([[-1]])
  })

  it('checks its options', () => {
    expect(() => amsgrad({ initialAccumulator: Infinity })).toThrow(
      new RangeError('`initialAccumulator` must be a non-negative number, got Infinity.'),
    )
    expect(() => amsgrad({ biasCorrection: 0 as never })).toThrow(
      '`biasCorrection` must be true or false, got 0.',
    )
  })
})
