import { beforeAll, describe, expect, it } from '@jest/globals'
import { useCpuBackend } from '../../test/cpu-backend.ts'
import { run } from '../../test/run.ts'
import { adamax } from './adamax.ts'

beforeAll(useCpuBackend)

describe('adamax', () => {
  it('takes a first step of learningRate against the gradient, even if the square overflows float32', () => {
    const [end] = run(adamax({ learningRate: 0.25, epsilon: 0 }), [0, 0, 0], [[1e-30, -1, 1e30]])
    expect(end).toEqual([-0.25, 0.25, -0.25].map((step) => expect.closeTo(step, 6)))
  })

  it('divides by the largest gradient, which decays by beta2', () => {
    // β₁ = 0, β₂ = ½, g = 8, 1, 1: u = 8, 4, 2
    const path = run(adamax({ learningRate: 1, beta1: 0, beta2: 0.5, epsilon: 0 }), [0], [[8], [1], [1]])
    expect(path).toEqual([[-1], [-1.25], [-1.75]])
  })

  it('adds epsilon to the gradient before it takes the maximum', () => {
    // u = 1 + 1, then max(½ · 2, 0 + 1), then max(½, ½ + 1)
    const rule = adamax({ learningRate: 1, beta1: 0, beta2: 0.5, epsilon: 1 })
    const path = run(rule, [0], [[1], [0], [0.5]])
    expect(path[0]).toEqual([-0.5])
    expect(path[2][0]).toBeCloseTo(-0.5 - 1 / 3, 6)
  })

  it('checks its options', () => {
    expect(() => adamax({ beta2: 1 })).toThrow(new RangeError('`beta2` must be in [0, 1), got 1.'))
    expect(() => adamax({ epsilon: -1 })).toThrow(RangeError)
  })
})
