import { describe, expect, it } from '@jest/globals'
import type { UnconditionalParameter, Value } from '../parameters/parameter.ts'
import { gridOf } from './grid.ts'

describe('gridOf', () => {
  const cells = (parameter: UnconditionalParameter, ...values: Value[]): (number | undefined)[] =>
    values.map(gridOf(parameter).cellOf)

  it('gives each choice a cell, and other values none', () => {
    const parameter = { kind: 'categorical', choices: ['a', null, 2] } as const
    expect(gridOf(parameter)).toMatchObject({ size: 3, ordered: false })
    expect(cells(parameter, 'a', null, 2, 'b', '2')).toEqual([0, 1, 2, undefined, undefined])
  })

  it('lays 50 points over a float, halfway to the lower', () => {
    const parameter = { kind: 'float', low: 0, high: 49, log: false } as const
    expect(gridOf(parameter)).toMatchObject({ size: 50, ordered: true })
    expect(cells(parameter, 0, 0.5, 0.51, 48.5, 48.51, 49)).toEqual([0, 0, 1, 48, 49, 49])
  })

  it('puts what lies outside of a range at its end, and what is no number nowhere', () => {
    const parameter = { kind: 'float', low: 0, high: 1, log: false } as const
    expect(cells(parameter, -5, 5, '0.5')).toEqual([0, 49, undefined])
  })

  it('is even in the logarithm with `log`', () => {
    const parameter = { kind: 'float', low: 1e-7, high: 1, log: true } as const
    expect(cells(parameter, 1e-7, 1e-6, 1e-3, 1)).toEqual([0, 7, 28, 49])
  })

  it('gives each step a point, up to the last that is not above `high`', () => {
    const parameter = { kind: 'float', low: 0, high: 0.55, log: false, step: 0.1 } as const
    expect(gridOf(parameter).size).toBe(6)
    expect(cells(parameter, 0, 0.1, 0.30000000000000004, 0.5)).toEqual([0, 1, 3, 5])
    expect(gridOf({ ...parameter, high: 0.3 }).size).toBe(4) // 0.3 / 0.1 is 2.9999999999999996
    expect(gridOf({ kind: 'int', low: 1, high: 100, log: false, step: 1 }).size).toBe(50)
    expect(gridOf({ kind: 'int', low: 16, high: 130, log: false, step: 16 }).size).toBe(8)
  })

  it('gives an int with `log` about as many points as its range has bits', () => {
    expect(gridOf({ kind: 'int', low: 1, high: 64, log: true, step: 1 }).size).toBe(7)
    expect(gridOf({ kind: 'int', low: 8, high: 512, log: true, step: 1 }).size).toBe(10)
  })

  it('is even in the probability of a smaller value for a normal parameter', () => {
    const parameter = { kind: 'normal', mean: 2, standardDeviation: 3, log: false } as const
    expect(gridOf(parameter)).toMatchObject({ size: 50, ordered: true })
    // Φ is 1/49 at −2.0454 standard deviations, ½ at the mean.
    expect(cells(parameter, -1e9, 2 - 3 * 2.0454, 1.99, 2.5, 1e9)).toEqual([0, 1, 24, 28, 49])
    expect(cells({ ...parameter, log: true }, Math.exp(2.5))).toEqual([28])
  })

  it('is one cell for a parameter of one value', () => {
    const single: UnconditionalParameter[] = [
      { kind: 'constant', value: 'x' },
      { kind: 'categorical', choices: [1] },
      { kind: 'float', low: 1, high: 1, log: false },
      { kind: 'float', low: 2, high: 2, log: true },
      { kind: 'int', low: 3, high: 3, log: true, step: 1 },
      { kind: 'int', low: 3, high: 4, log: false, step: 5 },
    ]
    expect(single.map((parameter) => gridOf(parameter).size)).toEqual([1, 1, 1, 1, 1, 1])
  })
})
