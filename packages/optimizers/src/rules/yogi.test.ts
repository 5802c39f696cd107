import { beforeAll, describe, expect, it } from '@jest/globals'
import { useCpuBackend } from '../../test/cpu-backend.ts'
import { run } from '../../test/run.ts'
import { adam } from './adam.ts'
import { yogi } from './yogi.ts'

beforeAll(useCpuBackend)

describe('yogi', () => {
  it('moves its squared gradient by a share of g², up or down', () => {
    // β₁ = 0, β₂ = ¾, ε = 0: v = 4 + ¼ · 16 = 8, then 8 − ¼ · 4 = 7; corrected by 1 − ¾ᵗ = ¼, 7/16
    const rule = yogi({ learningRate: 1, beta1: 0, beta2: 0.75, epsilon: 0, initialAccumulator: 4 })
    const path = run(rule, [0], [[4], [2]])
    expect(path[0][0]).toBeCloseTo(-4 / Math.sqrt(32), 6)
    expect(path[1][0] - path[0][0]).toBeCloseTo(-2 / Math.sqrt(16), 6)
  })

  it('keeps v where v equals g²', () => {
    const rule = yogi({ learningRate: 1, beta1: 0, beta2: 0.75, epsilon: 0, initialAccumulator: 4 })
    expect(run(rule, [0], [[2]])[0][0]).toBeCloseTo(-2 / Math.sqrt(16), 6)
  })

  it('takes shorter steps than adam when gradients become small', () => {
    const gradients = [...Array<number[]>(50).fill([1]), ...Array<number[]>(200).fill([0.1])]
    const options = { learningRate: 0.01, beta2: 0.95 }
    const last = (path: number[][]) => Math.abs(path.at(-1)![0] - path.at(-2)![0])
    expect(last(run(yogi(options), [0], gradients))).toBeLessThan(
      0.5 * last(run(adam(options), [0], gradients)),
    )
  })

  it('stays finite when squares of gradients do not', () => {
    const path = run(
      yogi(),
      [1, 1],
      [
        [1e30, 1e-40],
        [1e30, 1e-40],
        [1, 1],
      ],
    )
    for (const x of path.flat()) expect(x).toBeCloseTo(1, 2)
  })

  it('checks its options', () => {
    expect(() => yogi({ beta2: 1 })).toThrow(new RangeError('`beta2` must be in [0, 1), got 1.'))
    expect(() => yogi({ initialAccumulator: -1 })).toThrow(
      new RangeError('`initialAccumulator` must be a non-negative number, got -1.'),
    )
    expect(() => yogi({ epsilon: NaN })).toThrow(RangeError)
    expect(() => yogi({ beta1: 1 })).toThrow(RangeError)
  })
})
