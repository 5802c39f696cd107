import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { glorotUniform } from './glorot-uniform.ts'

/** Largest magnitude, mean and variance. */
function moments(values: Float32Array): { largest: number; mean: number; variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
  return { largest: values.reduce((max, value) => Math.max(max, Math.abs(value)), 0), mean, variance }
}

describe('glorotUniform', () => {
  it.each([
    // Half-widths of the default network's weights: √(6 / 175), √(6 / 550), √(6 / 376), √(6 / 204), √(6 / 94)
    ['conv1', [5, 5, 1, 6], 0.185164],
    ['conv2', [5, 5, 6, 16], 0.104447],
    ['dense1', [256, 120], 0.126323],
    ['dense2', [120, 84], 0.171499],
    ['dense3', [84, 10], 0.252646],
  ])('fills the half-width of %s evenly', (name, shape, halfWidth) => {
    const draws = Array.from({ length: 10 }, (_, seed) => [...glorotUniform(shape, `${seed}/${name}`)]).flat()
    const { largest, mean, variance } = moments(Float32Array.from(draws))
    expect(largest).toBeLessThanOrEqual(halfWidth + 1e-6)
    expect(largest).toBeGreaterThan(halfWidth * 0.99)
    // A uniform on [−r, r) has mean 0, variance r²/3; bounds at 5 standard errors.
    expect(Math.abs(mean)).toBeLessThan((5 * halfWidth) / Math.sqrt(3 * draws.length))
    expect(Math.abs(variance / (halfWidth ** 2 / 3) - 1)).toBeLessThan(
      (5 * Math.sqrt(0.8)) / Math.sqrt(draws.length),
    )
  })

  it("uses the numbers of NumPy's Mersenne Twister, seeded with the FNV-1a hash of the stream", () => {
    // numpy.random.RandomState(fnv1a).randint(0, 2**32, 4, uint32): low 24 bits · 2⁻²³ − 1, times √(6 / 4)
    expect([...glorotUniform([2, 2], 'a stream')]).toEqual([
      -1.071691632270813, 0.5057413578033447, -0.8713118433952332, -0.3613877296447754,
    ])
  })

  it('depends only on the stream; a smaller shape with equal fans gets its first numbers', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 6 }), (stream, size) => {
        const [few, many] = [glorotUniform([1, 8], stream), glorotUniform([size, 9 - size], stream)]
        const length = Math.min(few.length, many.length)
        expect(few.slice(0, length)).toEqual(many.slice(0, length))
      }),
    )
  })

  it('draws unrelated numbers from streams with similar names', () => {
    const names = Array.from({ length: 30 }, (_, seed) => [
      `${seed}/conv1.weight`,
      `${seed}/conv2.weight`,
    ]).flat()
    const draws = names.map((name) => glorotUniform([40, 40], name))
    for (const [index, a] of draws.entries()) {
      for (const b of draws.slice(0, index)) {
        const products = a.map((value, element) => value * b[element])
        const correlation =
          (products.reduce((sum, value) => sum + value, 0) / products.length) * (3 / (6 / 80))
        expect(Math.abs(correlation)).toBeLessThan(5 / Math.sqrt(products.length))
      }
    }
  })
})
