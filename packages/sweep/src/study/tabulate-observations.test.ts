import { describe, expect, it } from '@jest/globals'
import type { Parameter, UnconditionalParameter, Value } from '../parameters/parameter.ts'
import { gridOf } from '../statistics/ped-anova-importance.ts'
import { tabulateObservations } from './tabulate-observations.ts'

function gridOfParameter(parameter: Parameter, ...values: Value[]): ReturnType<typeof gridOf> {
  const observations = values.map((value) => ({
    configuration: { x: value },
    state: 'complete' as const,
    value: 1,
  }))
  return gridOf(tabulateObservations({ x: parameter }, observations).columns.x)
}

describe('tabulateObservations', () => {
  it('has a row for each complete observation, without values of parameters that do not exist there', () => {
    const x = { kind: 'float', low: 0, high: 1, log: false } as const
    const inner = { kind: 'float', low: 0, high: 9, log: false } as const
    const y = { kind: 'conditional', condition: { x: [1] }, parameter: inner } as const
    const table = tabulateObservations({ x, y }, [
      { configuration: { x: 1, y: 2 }, state: 'complete', value: 3 },
      { configuration: { x: 0.5 }, state: 'running' },
      { configuration: { x: 0.6 }, state: 'pruned', value: 0 },
      { configuration: { x: 0.7 }, state: 'failed' },
      { configuration: { x: 0 }, state: 'complete', value: -Infinity },
    ])
    expect(table).toEqual({
      columns: {
        x: { kind: 'numbers', values: [1, 0], low: 0, high: 1 },
        y: { kind: 'numbers', values: [2, undefined], low: 0, high: 9 },
      },
      values: [3, -Infinity],
    })
  })

  it('gives each choice a cell, and other values none', () => {
    const parameter = { kind: 'categorical', choices: ['a', null, 2] } as const
    const grid = gridOfParameter(parameter, 'a', null, 2, 'b', '2')
    expect(grid).toEqual({ size: 3, ordered: false, cells: [0, 1, 2, undefined, undefined] })
  })

  it('lays 50 points over a float, and values halfway between belong to the lower one', () => {
    const parameter = { kind: 'float', low: 0, high: 49, log: false } as const
    const grid = gridOfParameter(parameter, 0, 0.5, 0.51, 48.5, 48.51, 49)
    expect(grid).toEqual({ size: 50, ordered: true, cells: [0, 0, 1, 48, 49, 49] })
  })

  it('puts values outside of a range at its end, and text nowhere', () => {
    const parameter = { kind: 'float', low: 0, high: 1, log: false } as const
    expect(gridOfParameter(parameter, -5, 5, '0.5').cells).toEqual([0, 49, undefined])
  })

  it('is even in the logarithm with `log`', () => {
    const parameter = { kind: 'float', low: 1e-7, high: 1, log: true } as const
    expect(gridOfParameter(parameter, 1e-7, 1e-6, 1e-3, 1).cells).toEqual([0, 7, 28, 49])
  })

  it('gives each step a point, up to the last that is not above `high`', () => {
    const parameter = { kind: 'float', low: 0, high: 0.55, log: false, step: 0.1 } as const
    expect(gridOfParameter(parameter).size).toBe(6)
    expect(gridOfParameter(parameter, 0, 0.1, 0.30000000000000004, 0.5).cells).toEqual([0, 1, 3, 5])
    expect(gridOfParameter({ ...parameter, high: 0.3 }).size).toBe(4) // 0.3 / 0.1 is 2.9999999999999996
    expect(gridOfParameter({ kind: 'int', low: 1, high: 100, log: false, step: 1 }).size).toBe(50)
    expect(gridOfParameter({ kind: 'int', low: 16, high: 130, log: false, step: 16 }).size).toBe(8)
  })

  it('gives an int with `log` about as many points as its range has bits', () => {
    expect(gridOfParameter({ kind: 'int', low: 1, high: 64, log: true, step: 1 }).size).toBe(7)
    expect(gridOfParameter({ kind: 'int', low: 8, high: 512, log: true, step: 1 }).size).toBe(10)
  })

  it('is even in the probability of a smaller value for a normal parameter', () => {
    const parameter = { kind: 'normal', mean: 2, standardDeviation: 3, log: false } as const
    // Φ is 1/49 at −2.0454 standard deviations, ½ at the mean.
    const grid = gridOfParameter(parameter, -1e9, 2 - 3 * 2.0454, 1.99, 2.5, 1e9)
    expect(grid).toEqual({ size: 50, ordered: true, cells: [0, 1, 24, 28, 49] })
    expect(gridOfParameter({ ...parameter, log: true }, Math.exp(2.5)).cells).toEqual([28])
  })

  it('has one cell for a parameter with one value', () => {
    const single: UnconditionalParameter[] = [
      { kind: 'constant', value: 'x' },
      { kind: 'categorical', choices: [1] },
      { kind: 'float', low: 1, high: 1, log: false },
      { kind: 'float', low: 2, high: 2, log: true },
      { kind: 'int', low: 3, high: 3, log: true, step: 1 },
      { kind: 'int', low: 3, high: 4, log: false, step: 5 },
    ]
    expect(single.map((parameter) => gridOfParameter(parameter).size)).toEqual([1, 1, 1, 1, 1, 1])
  })
})
