import { beforeAll, describe, expect, it } from '@jest/globals'
import { useCpuBackend } from '../../test/cpu-backend.ts'
import { run } from '../../test/run.ts'
import { adamW } from './adam-w.ts'
import { adam } from './adam.ts'

beforeAll(useCpuBackend)

describe('adamW', () => {
  it('shrinks a parameter by learningRate · weightDecay where the gradient is 0', () => {
    const path = run(
      adamW({ learningRate: 0.5, weightDecay: 0.25 }),
      [1, -8],
      [
        [0, 0],
        [0, 0],
      ],
    )
    expect(path).toEqual([
      [0.875, -7],
      [0.765625, -6.125],
    ])
  })

  it('shrinks a parameter by weightDecay alone without scaleByLearningRate', () => {
    const rule = adamW({ learningRate: 0.5, weightDecay: 0.25, scaleByLearningRate: false })
    expect(run(rule, [1, -8], [[0, 0]])).toEqual([[0.75, -6]])
  })

  it('shrinks only the variables that `where` matches', () => {
    const rule = adamW({ learningRate: 0.5, weightDecay: 0.25, where: (name) => name === 'kernel' })
    expect(run(rule, [1, -8], [[0, 0]])).toEqual([[1, -8]])
  })

  it('is adam without decay', () => {
    const gradients = [
      [1, -2],
      [3, 0.5],
    ]
    expect(run(adamW({ weightDecay: 0 }), [1, 2], gradients)).toEqual(run(adam(), [1, 2], gradients))
  })

  it('checks its options', () => {
    expect(() => adamW({ weightDecay: -1 })).toThrow(
      new RangeError('`weightDecay` must be a non-negative number, got -1.'),
    )
    expect(() => adamW({ beta1: 2 })).toThrow(RangeError)
  })
})
