import { normalCdf } from '../numerics/normal-cdf.ts'
import type { FloatParameter, IntParameter, UnconditionalParameter, Value } from '../parameters/parameter.ts'
import { countSteps, stepAt } from '../parameters/steps.ts'

/** A parameter's values in a few cells. */
export interface Grid {
  /** How many; 1 if the parameter has one value only. */
  readonly size: number
  /** Whether neighbouring cells have similar values. */
  readonly ordered: boolean
  /** From 0; undefined if the parameter does not have this value. */
  cellOf(value: Value): number | undefined
}

/** The most cells for a number. */
const MAX_CELLS = 50

/**
 * Lays a grid over a parameter, as PED-ANOVA in Optuna 5 does
 * (optuna/importance/_ped_anova/scott_parzen_estimator.py):
 *
 *     categorical  a cell for each choice
 *     float, int   50 points from low to high, both included, equally far apart, with `log` in the logarithm; a point
 *                  for each step if there are fewer. A value belongs to the nearest point, halfway to the lower
 *     int, `log`   ⌈log₂(high − low + 1)⌉ + 1 points, at most 50
 *     normal       50 points from 0 to 1 for the probability Φ of a smaller value; Optuna has no such parameter
 */
export function gridOf(parameter: UnconditionalParameter): Grid {
  switch (parameter.kind) {
    case 'constant':
      return { size: 1, ordered: false, cellOf: () => 0 }
    case 'categorical': {
      const { choices } = parameter
      const cells = new Map(choices.map((choice, index) => [choice, index]))
      return { size: choices.length, ordered: false, cellOf: (value) => cells.get(value) }
    }
    case 'normal': {
      const { mean, standardDeviation, log } = parameter
      const probability = (value: number): number =>
        normalCdf(((log ? Math.log(value) : value) - mean) / standardDeviation)
      return points(0, 1, MAX_CELLS, probability)
    }
    default:
      return numberGrid(parameter)
  }
}

function numberGrid(parameter: FloatParameter | IntParameter): Grid {
  const { low, high, log, step } = parameter
  if (log) {
    const size = parameter.kind === 'int' ? Math.ceil(Math.log2(high - low + 1)) + 1 : MAX_CELLS
    return points(Math.log(low), Math.log(high), size, Math.log)
  }
  if (step === undefined) return points(low, high, MAX_CELLS, (value) => value)
  const count = countSteps({ low, high, step })
  return points(low, stepAt({ low, high, step }, count - 1), count, (value) => value)
}

function points(low: number, high: number, size: number, scale: (value: number) => number): Grid {
  if (low === high) return { size: 1, ordered: true, cellOf: () => 0 }
  const cells = Math.min(size, MAX_CELLS)
  const width = (high - low) / (cells - 1)
  return {
    size: cells,
    ordered: true,
    cellOf(value) {
      if (typeof value !== 'number') return undefined
      return Math.min(Math.max(Math.ceil((scale(value) - low) / width - 0.5), 0), cells - 1)
    },
  }
}
