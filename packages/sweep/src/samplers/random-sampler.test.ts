import { describe, expect, it } from '@jest/globals'
import { proposals } from '../../test/sampler-run.ts'
import { categorical } from '../parameters/categorical.ts'
import { float } from '../parameters/float.ts'
import { int } from '../parameters/int.ts'
import { normal } from '../parameters/normal.ts'
import { when } from '../parameters/when.ts'
import { randomSampler } from './random-sampler.ts'

const trials = 2000
// P(√n · D > 1.63) = 0.01, by Kolmogorov's distribution
const bound = 1.63 / Math.sqrt(trials)

describe('randomSampler', () => {
  it.each([1, 2, 3])('is uniform, log-uniform and normal, by Kolmogorov-Smirnov, with seed %i', (seed) => {
    const space = { a: float(-1, 3), b: float(1e-5, 1e-1, { log: true }), c: normal(2, 3) }
    const points = proposals(randomSampler(), space, { trials, seed }) as {
      a: number
      b: number
      c: number
    }[]
    expect(distance(points.map(({ a }) => (a + 1) / 4))).toBeLessThan(bound)
    expect(distance(points.map(({ b }) => Math.log(b / 1e-5) / Math.log(1e4)))).toBeLessThan(bound)
    // the logistic approximation of the normal distribution, off by at most 0.00014
    const normalOf = (z: number): number => 1 / (1 + Math.exp(-1.5976 * z - 0.07056 * z ** 3))
    expect(distance(points.map(({ c }) => normalOf((c - 2) / 3)))).toBeLessThan(bound)
  })

  it('draws parameters and trials independently of each other', () => {
    const points = proposals(randomSampler(), { a: float(0, 1), b: float(0, 1) }, { trials }) as {
      a: number
      b: number
    }[]
    const limit = 3 / Math.sqrt(trials) // three standard errors
    expect(Math.abs(correlation(points.map(({ a, b }) => [a, b])))).toBeLessThan(limit)
    const successive = points.slice(1).map(({ a }, index) => [points[index].a, a] as const)
    expect(Math.abs(correlation(successive))).toBeLessThan(limit)
  })

  it('draws choices and integers by their probabilities', () => {
    const space = {
      a: categorical(['x', 'y', 'z'], { probabilities: [0.5, 0.3, 0.2] }),
      b: int(1, 4),
    }
    const points = proposals(randomSampler(), space, { trials })
    const share = (name: 'a' | 'b', value: unknown): number =>
      points.filter((point) => point[name] === value).length / trials
    const limit = 3 * Math.sqrt(0.25 / trials)
    expect(Math.abs(share('a', 'x') - 0.5)).toBeLessThan(limit)
    expect(Math.abs(share('a', 'y') - 0.3)).toBeLessThan(limit)
    for (const value of [1, 2, 3, 4]) expect(Math.abs(share('b', value) - 0.25)).toBeLessThan(limit)
  })

  it('draws a parameter equally whether earlier parameters exist or not', () => {
    const rate = float(0, 1)
    const [some, all] = [['x'], ['x', 'y']].map((values) => {
      const space = { a: categorical(['x', 'y']), b: when({ a: values }, float(0, 1)), rate }
      return proposals(randomSampler(), space, { trials: 20 })
    })
    expect(some.some((point) => !('b' in point))).toBe(true)
    expect(some.map((point) => point.rate)).toEqual(all.map((point) => point.rate))
  })

  it('differs by the seed of the study', () => {
    const [a, b] = [1, 2].map((seed) => proposals(randomSampler(), { x: float(0, 1) }, { trials: 3, seed }))
    expect(a.map(({ x }) => x)).not.toEqual(b.map(({ x }) => x))
  })
})

/** The largest distance between the distribution of numbers and the uniform distribution on [0, 1]. */
function distance(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  return Math.max(
    ...sorted.map((x, index) => Math.max(x - index / sorted.length, (index + 1) / sorted.length - x)),
  )
}

/** Pearson's correlation of numbers that are uniform on [0, 1]. */
function correlation(pairs: readonly (readonly number[])[]): number {
  return (pairs.reduce((sum, [a, b]) => sum + (a - 0.5) * (b - 0.5), 0) / pairs.length) * 12
}
