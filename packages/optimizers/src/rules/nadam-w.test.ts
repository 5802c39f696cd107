import { beforeAll, describe, expect, it } from '@jest/globals'
import { useCpuBackend } from '../../test/cpu-backend.ts'
import { run } from '../../test/run.ts'
import { nadam } from './nadam.ts'
import { nadamW } from './nadam-w.ts'

beforeAll(useCpuBackend)

describe('nadamW', () => {
  it('shrinks a parameter by learningRate · weightDecay where the gradient is 0', () => {
    const rule = nadamW({ learningRate: 0.5, weightDecay: 0.25 })
    expect(run(rule, [1, -8], Array(2).fill([0, 0]))).toEqual([
      [0.875, -7],
      [0.765625, -6.125],
    ])
  })

  it('shrinks a parameter by weightDecay alone without scaleByLearningRate', () => {
    const rule = nadamW({ learningRate: 0.5, weightDecay: 0.25, scaleByLearningRate: false })
    expect(run(rule, [1, -8], [[0, 0]])).toEqual([[0.75, -6]])
  })

  it('shrinks only the variables that `where` matches', () => {
    const rule = nadamW({ learningRate: 0.5, weightDecay: 0.25, where: (name) => name === 'kernel' })
    expect(run(rule, [1, -8], [[0, 0]])).toEqual([[1, -8]])
  })

  it('is nadam without decay', () => {
    const gradients = [
      [1, -2],
      [3, 0.5],
    ]
    const options = { beta2InRoot: true, momentumDecay: 4e-3 }
    expect(run(nadamW({ ...options, weightDecay: 0 }), [1, 2], gradients)).toEqual(
      run(nadam(options), [1, 2], gradients),
    )
  })

  it('checks its options', () => {
    expect(() => nadamW({ weightDecay: -1 })).toThrow(
      new RangeError('`weightDecay` must be a non-negative number, got -1.'),
    )
    expect(() => nadamW({ beta1: 2 })).toThrow(RangeError)
  })
})
