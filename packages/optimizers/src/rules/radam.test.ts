import { beforeAll, describe, expect, it } from '@jest/globals'
import { useCpuBackend } from '../../test/cpu-backend.ts'
import { run } from '../../test/run.ts'
import { adam } from './adam.ts'
import { radam } from './radam.ts'
import { sgd } from './sgd.ts'

beforeAll(useCpuBackend)

/** The length of each step under a gradient of 2. */
function steps(options: Parameters<typeof radam>[0], count: number): number[] {
  const path = [[0], ...run(radam({ learningRate: 1, ...options }), [0], Array(count).fill([2]))]
  return path.slice(1).map(([x], step) => path[step][0] - x)
}

describe('radam', () => {
  it('steps by the mean gradient for five steps, then by the rectified ratio', () => {
    const lengths = steps({}, 6)
    lengths.slice(0, 5).forEach((length) => expect(length).toBeCloseTo(2, 5))
    // ρ₆ = 1999 − 12 · 0.999⁶ / (1 − 0.999⁶)
    const rho = 1999 - (12 * 0.999 ** 6) / (1 - 0.999 ** 6)
    const rectification = Math.sqrt(((rho - 4) * (rho - 2) * 1999) / (1995 * 1997 * rho))
    expect(lengths[5] / rectification).toBeCloseTo(1, 3)
  })

  it('rectifies from the fifth step on with the threshold of the paper and Flux', () => {
    const lengths = steps({ rectificationThreshold: 4 }, 5)
    expect(lengths[3]).toBeCloseTo(2, 5)
    const rho = 1999 - (10 * 0.999 ** 5) / (1 - 0.999 ** 5)
    expect(lengths[4]).toBeCloseTo(Math.sqrt(((rho - 4) * (rho - 2) * 1999) / (1995 * 1997 * rho)), 3)
  })

  it('approaches adam', () => {
    const options = { learningRate: 0.01, beta2: 0.9 }
    const gradients = Array.from({ length: 300 }, (_, step) => [Math.sin(step) + 0.5])
    const [a, b] = [radam(options), adam(options)].map((rule) => run(rule, [0], gradients))
    expect((a[299][0] - a[250][0]) / (b[299][0] - b[250][0])).toBeCloseTo(1, 4)
  })

  it('never rectifies where ρ∞ is below the threshold', () => {
    const gradients = [[1], [-2], [0.5], [3], [1], [1], [2], [-1]]
    const path = run(radam({ learningRate: 0.5, beta1: 0, beta2: 0.5 }), [0], gradients)
    expect(path).toEqual(run(sgd({ learningRate: 0.5 }), [0], gradients))
  })

  it('steps by the gradient before it rectifies, even if the square overflows float32', () => {
    const [[x]] = run(radam({ learningRate: 1, beta1: 0 }), [0], [[1e30]])
    expect(x).toBe(Math.fround(-1e30))
    const end = run(radam(), [0, 0], Array(8).fill([1e30, 1e-40])).at(-1)!
    expect(end.every(Number.isFinite)).toBe(true)
  })

  it('checks its options', () => {
    expect(() => radam({ rectificationThreshold: 3 })).toThrow(
      new RangeError('`rectificationThreshold` must be a number of at least 4, got 3.'),
    )
    expect(() => radam({ beta1: 1 })).toThrow(new RangeError('`beta1` must be in [0, 1), got 1.'))
  })
})
