import { beforeAll, describe, expect, it } from '@jest/globals'
import { useCpuBackend } from '../../test/cpu-backend.ts'
import { applyStep, run, vector } from '../../test/run.ts'
import { chain } from '../kinds/chain.ts'
import { sgd } from '../rules/sgd.ts'
import { toOptimizer } from '../engine/to-optimizer.ts'
import { clipByNorm } from './clip-by-norm.ts'

beforeAll(useCpuBackend)

/** Applies the transform to a gradient. */
function clip(norm: number, gradient: readonly number[]): number[] {
  const rule = chain(clipByNorm(norm), sgd({ learningRate: 1 }))
  return run(rule, Array(gradient.length).fill(0), [gradient])[0].map((x) => 0 - x)
}

describe('clipByNorm', () => {
  it('scales a longer gradient to the norm', () => {
    expect(clip(2.5, [3, -4])).toEqual([1.5, -2])
  })

  it('keeps the bits of a gradient within the norm', () => {
    expect(clip(5, [3, -4])).toEqual([3, -4])
    const short = [0.1, -0.7, 1e-30, 0].map(Math.fround)
    expect(clip(1, short)).toEqual(short)
    expect(clip(1, [0, 0])).toEqual([0, 0])
  })

  it('keeps the direction of gradients with squares beyond float32', () => {
    const close = (got: number[], expected: number[]): void =>
      got.forEach((x, index) => expect(x / expected[index]).toBeCloseTo(1, 6))
    close(clip(1, [3e30, -4e30]), [0.6, -0.8])
    close(clip(1e-30, [3e-30, -4e-30]), [0.6e-30, -0.8e-30])
    close(clip(1e30, [3e30, -4e30]), [0.6e30, -0.8e30])
  })

  it('limits each parameter separately, and only the parameters that `where` selects', () => {
    const [a, b, c] = [vector([0], 'a'), vector([0], 'b'), vector([0], 'c')]
    const optimizer = toOptimizer(chain(clipByNorm(1, { where: '[ab]' }), sgd({ learningRate: 1 })))
    applyStep(optimizer, { a: [8], b: [0.5], c: [3] })
    expect([a, b, c].map((each) => each.dataSync()[0])).toEqual([-1, -0.5, -3])
    optimizer.dispose()
    ;[a, b, c].forEach((each) => each.dispose())
  })

  it('rejects a norm of 0', () => {
    expect(() => clipByNorm(0)).toThrow(new RangeError('`norm` must be a positive number, got 0.'))
  })
})
