import { beforeAll, describe, expect, it } from '@jest/globals'
import { useCpuBackend } from '../../test/cpu-backend.ts'
import { applyStep, run, vector } from '../../test/run.ts'
import { toOptimizer } from '../engine/to-optimizer.ts'
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

  it('warms its momentum up with momentumDecay', () => {
    // ψ = 1, g = 1, β₂ = 0: μ = β₁ (1 − ½ · 0.96ᵗ), m = 0.1, and the step is n₁ itself
    const [first, second] = [0.9 * (1 - 0.48), 0.9 * (1 - 0.4608)]
    const ahead = (second * 0.1) / (1 - first * second) + (1 - first) / (1 - first)
    const rule = nadam({ learningRate: 0.1, beta2: 0, epsilon: 0, momentumDecay: 1 })
    expect(run(rule, [0], [[1]])[0][0]).toBeCloseTo(-0.1 * ahead, 7)
  })

  it('starts at half of the momentum without a decay, and ends at all of it', () => {
    const lastStep = (momentumDecay: number, count: number) => {
      const gradients = Array.from({ length: count }, (_, step) => [step === count - 1 ? 1 : 0])
      const path = run(
        nadam({ beta1: 0.5, beta2: 0, momentumDecay, learningRate: 1 }),
        [0],
        [[0], ...gradients],
      )
      return path.at(-1)![0]
    }
    expect(lastStep(10, 400)).toBeCloseTo(lastStep(0, 400), 5)
    expect(lastStep(1e-9, 400)).toBeCloseTo(-(0.25 * 0.5 + 0.75), 5)
  })

  it('uses separate momentum for variables that were added at different steps', () => {
    const rule = nadam({ momentumDecay: 4e-3 })
    const gradients = Array.from({ length: 12 }, (_, step) => [Math.sin(step) + 0.1])
    const [early, late] = [vector([1], 'early'), vector([1], 'late')]
    const optimizer = toOptimizer(rule)
    gradients.forEach((values, step) =>
      applyStep(optimizer, step < 5 ? { early: values } : { early: values, late: gradients[step - 5] }),
    )
    const path = run(rule, [1], gradients)
    expect([early.dataSync()[0], late.dataSync()[0]]).toEqual([path[11][0], path[6][0]])
    optimizer.dispose()
    early.dispose()
    late.dispose()
  })

  it('checks its options', () => {
    expect(() => nadam({ momentumDecay: -1 })).toThrow(
      new RangeError('`momentumDecay` must be a non-negative number, got -1.'),
    )
    expect(() => nadam({ beta2: 1 })).toThrow(new RangeError('`beta2` must be in [0, 1), got 1.'))
    expect(() => nadam({ beta2: 0, beta2InRoot: true })).toThrow(
      new RangeError('`beta2InRoot` requires a decay: expected `beta2` in (0, 1), got 0.'),
    )
  })
})
