import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { arbitraryParameter } from '../../test/arbitrary-space.ts'
import { categorical } from './categorical.ts'
import { checkConfiguration } from './check-configuration.ts'
import { float } from './float.ts'
import { int } from './int.ts'
import { normal } from './normal.ts'
import type { FloatParameter, IntParameter } from './parameter.ts'
import { quantile } from './quantile.ts'

const vectors = JSON.parse(
  readFileSync(new URL('../../test/vectors/quantiles.json', import.meta.url), 'utf8'),
) as {
  uniforms: number[]
  cases: { parameter: FloatParameter | IntParameter; values: number[] }[]
}

const uniform = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })

describe('quantile', () => {
  it.each(vectors.cases)('agrees with Optuna on $parameter', ({ parameter, values }) => {
    vectors.uniforms.forEach((u, index) => {
      expect(Math.abs(Number(quantile(parameter, u)) / values[index] - 1) || 0).toBeLessThan(1e-14)
    })
  })

  it('makes every uniform number a value of the parameter', () => {
    fc.assert(
      fc.property(arbitraryParameter, uniform, (parameter, u) => {
        checkConfiguration({ x: parameter }, { x: quantile(parameter, u) })
      }),
    )
  })

  it('is monotonic in the uniform number', () => {
    const ordered = arbitraryParameter.filter(({ kind }) => kind !== 'categorical' && kind !== 'constant')
    fc.assert(
      fc.property(ordered, uniform, uniform, (parameter, a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)].map((u) => Number(quantile(parameter, u)))
        expect(low).toBeLessThanOrEqual(high)
      }),
    )
  })

  it('cuts [0, 1) into equal parts for steps', () => {
    const parameter = float(0, 1, { step: 0.3 })
    expect([0, 0.2499, 0.25, 0.4999, 0.5, 0.7499, 0.75, 0.9999].map((u) => quantile(parameter, u))).toEqual([
      0, 0, 0.3, 0.3, 0.6, 0.6, 0.9, 0.9,
    ])
  })

  it('writes steps with the decimals of the step', () => {
    const values = Array.from({ length: 7 }, (_, index) =>
      quantile(float(-0.3, 0.3, { step: 0.1 }), index / 7),
    )
    expect(values).toEqual([-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3])
    expect(quantile(float(1e-7, 5e-7, { step: 1e-7 }), 0.5)).toBe(3e-7)
    expect(quantile(normal(0, 0.01, { step: 0.1 }), 0.4)).toBe(0)
  })

  it('chooses by probabilities, never one of probability 0', () => {
    const parameter = categorical(['never', 'a', 'b', 'last'], { probabilities: [0, 0.25, 0.75, 0] })
    expect([0, 0.2499, 0.25, 1 - 2 ** -53].map((u) => quantile(parameter, u))).toEqual(['a', 'a', 'b', 'b'])
    const tenths = categorical([...'abcdefghij'], { probabilities: new Array(10).fill(0.1) })
    expect(quantile(tenths, 1 - 2 ** -53)).toBe('j')
  })

  it('gives the ends of a log-uniform integer their share', () => {
    // (ln 1.5 − ln 0.5) / (ln 3.5 − ln 0.5) = 0.56457…
    expect(quantile(int(1, 3, { log: true }), 0.5645)).toBe(1)
    expect(quantile(int(1, 3, { log: true }), 0.5646)).toBe(2)
  })

  it('is finite for 0', () => {
    expect(quantile(normal(0, 1), 0)).toBeCloseTo(-8.292361075813597, 12) // SciPy's ndtri(2 ** -54)
  })

  it.each([-0.1, 1, NaN])('rejects %s', (u) => {
    expect(() => quantile(float(0, 1), u)).toThrow(new RangeError(`\`u\` must be in [0, 1), got ${u}.`))
  })
})
