import { beforeAll, describe, expect, it } from '@jest/globals'
import { useCpuBackend } from '../../test/cpu-backend.ts'
import { run, vector } from '../../test/run.ts'
import { rmsprop } from './rmsprop.ts'
import { sgd } from './sgd.ts'

beforeAll(useCpuBackend)

describe('rmsprop', () => {
  it('takes a first step of learningRate / √(1 − decay), whatever the gradient', () => {
    const [end] = run(rmsprop({ learningRate: 0.01, decay: 0.96 }), [0, 0], [[1e-3, -1e3]])
    expect(end).toEqual([expect.closeTo(-0.05, 5), expect.closeTo(0.05, 5)])
  })

  it('adds epsilon to the root, not under it', () => {
    // v = ¾ · 4 / 3 = 1, and 1 / (1 + 1)
    const rule = rmsprop({ learningRate: 1, decay: 0.25, epsilon: 1 })
    expect(run(rule, [0], [[Math.sqrt(4 / 3)]])[0][0]).toBeCloseTo(-Math.sqrt(4 / 3) / 2, 6)
  })

  it('divides by the standard deviation when centered', () => {
    // ρ = ½, g = 2, 4: mean square 2, 9; mean 1, 2.5; variance 1, 2.75
    const path = run(rmsprop({ learningRate: 1, decay: 0.5, epsilon: 0, centered: true }), [0], [[2], [4]])
    expect(path[0][0]).toBeCloseTo(-2, 6)
    expect(path[1][0] - path[0][0]).toBeCloseTo(-4 / Math.sqrt(2.75), 6)
  })

  it('stays finite when centered on a constant gradient, large or small', () => {
    const gradients = Array(3000).fill([1e30, 1, 1e-40])
    const end = run(rmsprop({ centered: true, decay: 0.9 }), [0, 0, 0], gradients).at(-1)!
    expect(end.every(Number.isFinite)).toBe(true)
  })

  it('keeps a buffer with momentum', () => {
    // With an epsilon far above the root, the rule is sgd with momentum and a step size of learningRate / epsilon.
    const gradients = [[1], [-2], [0.5]]
    const path = run(rmsprop({ learningRate: 2 ** 20, epsilon: 2 ** 20, momentum: 0.5 }), [0], gradients)
    run(sgd({ learningRate: 1, momentum: 0.5 }), [0], gradients).forEach(([x], step) =>
      expect(path[step][0]).toBeCloseTo(x, 5),
    )
  })

  it('keeps only the state that its options need', () => {
    const x = vector([1])
    expect(Object.keys(rmsprop().init(x, ''))).toEqual(['v'])
    expect(Object.keys(rmsprop({ centered: true, momentum: 0.9 }).init(x, ''))).toEqual(['v', 'm', 'b'])
    x.dispose()
  })

  it('checks its options', () => {
    expect(() => rmsprop({ decay: 1 })).toThrow(new RangeError('`decay` must be in [0, 1), got 1.'))
    expect(() => rmsprop({ momentum: 1 })).toThrow(new RangeError('`momentum` must be in [0, 1), got 1.'))
    expect(() => rmsprop({ centered: 1 as never })).toThrow('`centered` must be true or false, got 1.')
  })
})
