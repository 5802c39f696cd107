import { beforeAll, describe, expect, it } from '@jest/globals'
import { useCpuBackend } from '../../test/cpu-backend.ts'
import { run } from '../../test/run.ts'
import { adam } from './adam.ts'
import { nadam } from './nadam.ts'

beforeAll(useCpuBackend)

describe('nadam', () => {
  it('takes a first step of learningRate · (1 + β₁ (1 − β₁) / (1 − β₁²))', () => {
    const [[x]] = run(nadam({ learningRate: 0.01 }), [0], [[0.1]])
    expect(x).toBeCloseTo(-0.01 * (1 + 0.09 / 0.19), 7)
  })

  it('is adam without momentum', () => {
    const gradients = [[1], [-2], [0.5]]
    const path = run(nadam({ beta1: 0 }), [1], gradients)
    run(adam({ beta1: 0 }), [1], gradients).forEach(([x], step) => expect(path[step][0]).toBeCloseTo(x, 6))
  })

  it('steps 1 / √β₂ times as far with beta2InRoot', () => {
    const gradients = [[1], [-2], [0.5]]
    const options = { beta2: 0.25, epsilon: 0, learningRate: 0.1 }
    const path = run(nadam(options), [0], gradients)
    run(nadam({ ...options, beta2InRoot: true }), [0], gradients).forEach(([x], step) =>
      expect(x).toBeCloseTo(2 * path[step][0], 6),
    )
  })

  it('checks its options', () => {
    expect(() => nadam({ beta2: 1 })).toThrow(new RangeError('`beta2` must be in [0, 1), got 1.'))
    expect(() => nadam({ beta2: 0, beta2InRoot: true })).toThrow(
      new RangeError('`beta2InRoot` needs a decay: expected `beta2` in (0, 1), got 0.'),
    )
  })
})
