import { beforeAll, describe, expect, it } from '@jest/globals'
import { useCpuBackend } from '../../test/cpu-backend.ts'
import { runTrajectory } from '../../test/run.ts'
import { chain } from '../kinds/chain.ts'
import { sgd } from '../rules/sgd.ts'
import { adaptiveGradientClipping } from './adaptive-gradient-clipping.ts'

beforeAll(useCpuBackend)

/** Applies the transform to a gradient. */
function clip(clipping: number, shape: number[], weights: number[], gradient: number[]): number[] {
  const rule = chain(adaptiveGradientClipping({ clipping }), sgd({ learningRate: 1 }))
  const trajectory = { shapes: { x: shape }, initial: { x: weights }, gradients: [{ x: gradient }] }
  return runTrajectory(rule, trajectory).x.map((x, index) => weights[index] - x)
}

describe('adaptiveGradientClipping', () => {
  it('scales the columns of a matrix, each to a share of the norm of its weights', () => {
    // ‖W‖ = 5, 8 and ‖G‖ = 10, 2: the first column is over ½ · 5, the second within ½ · 8.
    expect(clip(0.5, [2, 2], [3, 8, 4, 0], [6, 2, -8, 0])).toEqual([1.5, 2, -2, 0])
  })

  it('scales filters of a convolution over all axes but the last', () => {
    // Two filters of 1 × 2 × 2 weights.
    const weights = [1, 4, 1, 4, 1, 4, 1, 4]
    const gradient = [4, 1, -4, 1, 4, 1, 4, -1]
    expect(clip(1, [1, 2, 2, 2], weights, gradient)).toEqual([1, 1, -1, 1, 1, 1, 1, -1])
  })

  it('treats a vector or a scalar as one unit', () => {
    expect(clip(0.5, [2], [3, 4], [6, -8])).toEqual([1.5, -2])
    expect(clip(0.5, [], [-4], [9])).toEqual([2])
  })

  it('lets weights of 0 move like weights of norm epsilon', () => {
    const [a, b] = clip(0.01, [2], [0, 0], [3, 4])
    expect([a * 1e5, b * 1e5].map((x) => Math.round(x * 1e4) / 1e4)).toEqual([0.6, 0.8])
  })

  it('keeps gradients of 0, and the direction of huge gradients', () => {
    expect(clip(0.5, [2, 1], [0, 0], [0, 0])).toEqual([0, 0])
    const [a, b] = clip(0.5, [2], [3, 4], [6e30, -8e30])
    expect(a).toBeCloseTo(1.5, 6)
    expect(b).toBeCloseTo(-2, 6)
  })

  it('checks its options', () => {
    expect(() => adaptiveGradientClipping({ clipping: 0 })).toThrow('`clipping` must be a positive number')
    expect(() => adaptiveGradientClipping({ epsilon: 0 })).toThrow('`epsilon` must be a positive number')
  })
})
