import { beforeAll, describe, expect, it } from '@jest/globals'
import { tensor2d, tidy, transpose } from '@tensorflow/tfjs-core'
import type { Tensor2D } from '@tensorflow/tfjs-core'
import { useCpuBackend } from '../../test/cpu-backend.ts'
import { orthogonalize } from './orthogonalize.ts'

beforeAll(useCpuBackend)

function closeTo(values: readonly number[], digits = 5): unknown[] {
  return values.map((value): unknown => expect.closeTo(value, digits))
}

function run(make: () => Tensor2D): number[] {
  return [...tidy(make).dataSync()]
}

const wide = () =>
  tensor2d([
    [1, 2, -1, 0.5],
    [0.5, -1, 1, 3],
    [2, 0.25, 1, -1],
  ])

describe('orthogonalize', () => {
  it('applies the polynomial to singular values and nothing else', () => {
    // The norm of diag(3, 4) is 5.
    const polynomial = (s: number) => 3.4445 * s - 4.775 * s ** 3 + 2.0315 * s ** 5
    const [first, second] = [polynomial(0.6), polynomial(0.8)]
    const diagonal = () =>
      tensor2d([
        [3, 0, 0],
        [0, -4, 0],
      ])
    expect(run(() => orthogonalize(diagonal(), 1))).toEqual(closeTo([first, 0, 0, 0, -second, 0]))
    const twice = [polynomial(first), 0, 0, 0, -polynomial(second), 0]
    expect(run(() => orthogonalize(diagonal(), 2))).toEqual(closeTo(twice))
  })

  it('makes rows nearly orthonormal in five iterations', () => {
    const rows = tidy(() => orthogonalize(wide(), 5).arraySync())
    const dot = (a: number[], b: number[]) => a.reduce((total, value, index) => total + value * b[index], 0)
    rows.forEach((row, index) => {
      expect(Math.abs(dot(row, row) - 0.95)).toBeLessThan(0.5)
      rows.slice(index + 1).forEach((other) => expect(Math.abs(dot(row, other))).toBeLessThan(0.3))
    })
  })

  it('gives the transposed result for a transposed matrix', () => {
    const tall = run(() => transpose(orthogonalize(transpose(wide()), 5)))
    expect(tall).toEqual(closeTo(run(() => orthogonalize(wide(), 5))))
  })

  it('returns no NaN for numbers at the limits of float32, and 0 for 0', () => {
    for (const size of [1e30, 1e-40, 0]) {
      const result = run(() =>
        orthogonalize(
          tensor2d([
            [size, -size],
            [size, size],
          ]),
          5,
        ),
      )
      expect(result.every(Number.isFinite)).toBe(true)
      if (size === 0) expect(result.map(Math.abs)).toEqual([0, 0, 0, 0])
    }
  })
})
