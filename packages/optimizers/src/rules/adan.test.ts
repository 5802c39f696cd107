import { beforeAll, describe, expect, it } from '@jest/globals'
import { useCpuBackend } from '../../test/cpu-backend.ts'
import { run } from '../../test/run.ts'
import { adan } from './adan.ts'

beforeAll(useCpuBackend)

describe('adan', () => {
  it('takes a first step of learningRate for gradients of any size', () => {
    const [end] = run(adan({ learningRate: 0.01, epsilonRoot: 0 }), [0, 0, 0], [[1e-3, -1, 1e3]])
    ;[-0.01, 0.01, -0.01].forEach((expected, index) => expect(end[index] / expected).toBeCloseTo(1, 4))
  })

  // β₁ = β₃ = 0, ε = εᵣ = 0, β₂ = ¾, g = 1, 3: d = 2, v̂ = ½ / (1 − 9/16) = 8/7; a step of (3 + γ v̂) / (3 + 2 γ)
  it.each([
    [false, 0.25],
    [true, 0.75],
  ])('looks ahead by γ with beta2InLookAhead %p', (beta2InLookAhead, ahead) => {
    const betas = { beta1: 0, beta2: 0.75, beta3: 0 }
    const rule = adan({ ...betas, learningRate: 1, epsilon: 0, epsilonRoot: 0, beta2InLookAhead })
    const path = run(rule, [0], [[1], [3]])
    expect(path[0][0]).toBeCloseTo(-1, 6)
    expect(path[1][0] - path[0][0]).toBeCloseTo(-(3 + (ahead * 8) / 7) / (3 + 2 * ahead), 6)
  })

  it('adds epsilonRoot under the root and epsilon to it', () => {
    const rule = adan({ learningRate: 1, epsilon: 0.5, epsilonRoot: 3 })
    expect(run(rule, [0], [[1]])[0][0]).toBeCloseTo(-1 / 2.5, 6)
  })

  it('stays finite when squares of gradients do not', () => {
    const path = run(
      adan(),
      [1, 1],
      [
        [1e30, 1e-40],
        [-1e30, -1e-40],
        [1, 1],
      ],
    )
    for (const x of path.flat()) expect(x).toBeCloseTo(1, 2)
  })

  it('checks its options', () => {
    expect(() => adan({ beta3: 1 })).toThrow(new RangeError('`beta3` must be in [0, 1), got 1.'))
    expect(() => adan({ epsilonRoot: -1 })).toThrow(
      new RangeError('`epsilonRoot` must be a non-negative number, got -1.'),
    )
    expect(() => adan({ beta2InLookAhead: 'yes' as never })).toThrow(
      new RangeError('`beta2InLookAhead` must be true or false, got "yes".'),
    )
    expect(() => adan({ beta1: -1 })).toThrow(RangeError)
    expect(() => adan({ beta2: 1 })).toThrow(RangeError)
  })
})
