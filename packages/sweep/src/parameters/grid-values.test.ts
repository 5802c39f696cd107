import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { arbitraryParameter } from '../../test/arbitrary-space.ts'
import { categorical } from './categorical.ts'
import { checkConfiguration } from './check-configuration.ts'
import { constant } from './constant.ts'
import { float } from './float.ts'
import { gridValues } from './grid-values.ts'
import { int } from './int.ts'
import { normal } from './normal.ts'
import type { UnconditionalParameter, Value } from './parameter.ts'

describe('gridValues', () => {
  it.each<[UnconditionalParameter, number | undefined, readonly Value[]]>([
    [categorical(['a', null]), undefined, ['a', null]],
    [constant('x'), undefined, ['x']],
    [int(2, 9, { step: 3 }), undefined, [2, 5, 8]],
    [int(1, 4, { log: true }), 2, [1, 2, 3, 4]],
    [float(0, 0.35, { step: 0.1 }), 2, [0, 0.1, 0.2, 0.3]],
    [float(1e-4, 1e-1, { log: true }), 4, [0.0001, 0.001, 0.01, 0.1]],
    [float(1e-4, 1e-2, { log: true }), 1, [0.001]],
    [float(0.1, 0.5), 5, [0.1, 0.2, 0.3, 0.4, 0.5]],
    [float(1 / 3, 2 / 3), 2, [1 / 3, 2 / 3]],
    [float(-1, 2), 1, [0.5]],
    [float(2, 2), undefined, [2]],
    [normal(3, 1), 1, [3]],
    [normal(0, 1, { step: 1 }), 9, [-2, -1, 0, 1, 2]],
  ])('%j with %s points', (parameter, points, values) => {
    expect(gridValues(parameter, points)).toEqual(values)
  })

  it('takes quantiles of a normal in the middle of equal parts', () => {
    // Φ⁻¹(1/6) = −0.96742…
    const [low, middle, high] = gridValues(normal(0, 1), 3) as number[]
    expect(low).toBeCloseTo(-0.9674215661017014, 14)
    expect(middle).toBe(0)
    expect(high).toBeCloseTo(0.9674215661017014, 14)
  })

  it('has values of the parameter, each once', () => {
    fc.assert(
      fc.property(arbitraryParameter, fc.integer({ min: 1, max: 9 }), (parameter, points) => {
        const values = gridValues(parameter, points)
        expect(new Set(values).size).toBe(values.length)
        for (const value of values) checkConfiguration({ x: parameter }, { x: value })
      }),
    )
  })

  it('requires points for continuous parameters', () => {
    const message = '`points` must be a positive integer for a continuous parameter, '
    const advice = 'Set `points`, or set a `step` of the parameter.'
    expect(() => gridValues(float(0, 1))).toThrow(new RangeError(`${message}but it is missing. ${advice}`))
    expect(() => gridValues(normal(0, 1), 0)).toThrow(new RangeError(`${message}got 0. ${advice}`))
  })

  it('rejects more values than a grid can have', () => {
    expect(() => gridValues(int(1, 1e9))).toThrow(
      new RangeError('A grid takes at most 1000000 values of a parameter, got 1000000000. Raise its `step`.'),
    )
  })
})
