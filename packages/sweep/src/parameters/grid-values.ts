import type {
  FloatParameter,
  IntParameter,
  NormalParameter,
  UnconditionalParameter,
  Value,
} from './parameter.ts'
import { quantile } from './quantile.ts'
import { countSteps, stepAt } from './steps.ts'

/**
 * Returns the values of a parameter in a grid, each once.
 *
 * | parameter                    | values                                                                                   |
 * | ---------------------------- | ---------------------------------------------------------------------------------------- |
 * | `categorical`                | all choices                                                                              |
 * | `constant`                   | its value                                                                                |
 * | `int`, `float` with a `step` | all steps                                                                                |
 * | any other `float`            | `points` numbers, evenly spaced from `low` to `high` or, with `log`, in the logarithm    |
 * | `normal`                     | the quantiles at (i + ½) / points; fewer if `step` makes some of them equal              |
 *
 * A single point is the middle. Points of a `float` are rounded to 12 digits: 0.001, not 0.0009999999999999998.
 *
 * @param points A positive integer. Ignored for parameters with finitely many values
 * @throws {RangeError} If `points` is required but missing or out of range, or there are more than a million steps
 *
 * @example
 * gridValues(float(1e-4, 1e-1, { log: true }), 4) // [0.0001, 0.001, 0.01, 0.1]
 * gridValues(int(2, 9, { step: 3 })) // [2, 5, 8]
 */
export function gridValues(parameter: UnconditionalParameter, points?: number): readonly Value[] {
  switch (parameter.kind) {
    case 'categorical':
      return parameter.choices
    case 'constant':
      return [parameter.value]
    case 'int':
      return steps(parameter)
    case 'normal':
      return normalPoints(parameter, checkPoints(points))
    case 'float': {
      const { low, high, step } = parameter
      if (step !== undefined) return steps({ low, high, step })
      return low === high ? [low] : floatPoints(parameter, checkPoints(points))
    }
  }
}

function checkPoints(points: number | undefined): number {
  if (points !== undefined && Number.isSafeInteger(points) && points >= 1) return points
  const got = points === undefined ? 'but it is missing' : `got ${points}`
  throw new RangeError(
    `\`points\` must be a positive integer for a continuous parameter, ${got}. ` +
      'Set `points`, or set a `step` of the parameter.',
  )
}

const mostSteps = 1e6

function steps(parameter: Pick<IntParameter, 'low' | 'high' | 'step'>): readonly number[] {
  const length = countSteps(parameter)
  if (length > mostSteps) {
    throw new RangeError(
      `A grid takes at most ${mostSteps} values of a parameter, got ${length}. Raise its \`step\`.`,
    )
  }
  return Array.from({ length }, (_, index) => stepAt(parameter, index))
}

function floatPoints({ low, high, log }: FloatParameter, points: number): readonly number[] {
  const [from, to] = log ? [Math.log(low), Math.log(high)] : [low, high]
  const values = Array.from({ length: points }, (_, index) => {
    if (points > 1 && index === 0) return low
    if (points > 1 && index === points - 1) return high
    const share = points === 1 ? 0.5 : index / (points - 1)
    const x = from * (1 - share) + to * share
    const value = Number((log ? Math.exp(x) : x).toPrecision(12))
    return Math.min(Math.max(value, low), high)
  })
  return [...new Set(values)]
}

function normalPoints(parameter: NormalParameter, points: number): readonly Value[] {
  const values = Array.from({ length: points }, (_, index) => quantile(parameter, (index + 0.5) / points))
  return [...new Set(values)]
}
