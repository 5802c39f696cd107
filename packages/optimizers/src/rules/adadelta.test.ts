import { beforeAll, describe, expect, it } from '@jest/globals'
import { useCpuBackend } from '../../test/cpu-backend.ts'
import { run } from '../../test/run.ts'
import { adadelta } from './adadelta.ts'

beforeAll(useCpuBackend)

describe('adadelta', () => {
  it('takes a first step of √(ε / (1 − decay)), whatever the gradient', () => {
    const rule = adadelta({ decay: 0.75, epsilon: 1e-6 })
    const [end] = run(rule, [0, 0], [[10, -1e3]])
    expect(end).toEqual([expect.closeTo(-2e-3, 7), expect.closeTo(2e-3, 7)])
  })

  it('follows both means', () => {
    // ρ = ½, ε = 2, g = 2: v = 2, x = 2 √(2 / 4), d = ½ x² = 1; then v = 3, x = 2 √(3 / 5)
    const path = run(adadelta({ decay: 0.5, epsilon: 2 }), [0], [[2], [2]])
    expect(path[0][0]).toBeCloseTo(-Math.SQRT2, 6)
    expect(path[1][0] - path[0][0]).toBeCloseTo(-2 * Math.sqrt(3 / 5), 6)
  })

  it('scales steps by learningRate, but not the mean square of steps', () => {
    const gradients = [[1], [-2], [0.5]]
    const path = run(adadelta({ learningRate: 0.25 }), [0], gradients)
    expect(path).toEqual(run(adadelta(), [0], gradients).map(([x]) => [x / 4]))
  })

  it('stays finite for any gradient', () => {
    const path = run(adadelta({ epsilon: 1e-30 }), [0, 0, 0], Array(5).fill([1e30, 1e-40, 0]))
    expect(path.flat().every(Number.isFinite)).toBe(true)
  })

  it('checks its options', () => {
    expect(() => adadelta({ epsilon: 0 })).toThrow(
      new RangeError('`epsilon` must be a positive number, got 0.'),
    )
    expect(() => adadelta({ decay: 1 })).toThrow(new RangeError('`decay` must be in [0, 1), got 1.'))
  })
})
