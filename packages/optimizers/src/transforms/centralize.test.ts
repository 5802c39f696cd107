import { beforeAll, describe, expect, it } from '@jest/globals'
import { useCpuBackend } from '../../test/cpu-backend.ts'
import { run, runTrajectory } from '../../test/run.ts'
import { chain } from '../kinds/chain.ts'
import { sgd } from '../rules/sgd.ts'
import { centralize } from './centralize.ts'

beforeAll(useCpuBackend)

const rule = chain(centralize(), sgd({ learningRate: 1 }))

/** Applies the transform to a gradient. */
function centralized(shape: number[], gradient: number[]): number[] {
  const initial = { x: gradient.map(() => 0) }
  return runTrajectory(rule, { shapes: { x: shape }, initial, gradients: [{ x: gradient }] }).x.map(
    (x) => 0 - x,
  )
}

describe('centralize', () => {
  it('subtracts the mean of each column of a matrix', () => {
    expect(centralized([2, 2], [1, 10, 3, 30])).toEqual([-1, -10, 1, 10])
  })

  it('subtracts the mean of each filter of a convolution', () => {
    const gradient = [1, 8, 2, 0, 3, 0, 6, 0]
    expect(centralized([1, 2, 2, 2], gradient)).toEqual([-2, 6, -1, -2, 0, -2, 3, -2])
  })

  it('does not change vectors and scalars', () => {
    expect(run(rule, [0, 0], [[1, 3]])).toEqual([[-1, -3]])
    expect(centralized([], [5])).toEqual([5])
  })
})
