import { normalQuantile } from '../numerics/normal-distribution.ts'
import type {
  CategoricalParameter,
  IntParameter,
  NormalParameter,
  UnconditionalParameter,
  Value,
} from './parameter.ts'
import { countSteps, roundToStep, stepAt } from './steps.ts'

/**
 * Returns the quantile of a parameter's distribution. A uniform random number `u` thus becomes a random value of the parameter.
 *
 * | parameter     | distribution                                                                        |
 * | ------------- | ----------------------------------------------------------------------------------- |
 * | `categorical` | by its probabilities, in the order of choices                                       |
 * | `float`       | uniform; with `log` uniform in the logarithm; with `step` every step equally likely |
 * | `int`         | every step equally likely; with `log` uniform in the logarithm over                 |
 * |               | [low − ½, high + ½], then rounded                                                   |
 * | `normal`      | normal, with `log` log-normal; with `step` rounded after that                       |
 * | `constant`    | always its value                                                                    |
 *
 * The distributions are the same as in Optuna 5 (`optuna/_transform.py`), which has no `normal`. Differs from Optuna: floats with a
 * step are rounded to the number of decimals of `low` and `step`.
 *
 * @param u In [0, 1)
 * @throws {RangeError} If `u` is not in [0, 1)
 *
 * @example
 * quantile(float(0, 10), 0.25) // 2.5
 */
export function quantile(parameter: UnconditionalParameter, u: number): Value {
  if (!(u >= 0 && u < 1)) throw new RangeError(`\`u\` must be in [0, 1), got ${u}.`)
  switch (parameter.kind) {
    case 'constant':
      return parameter.value
    case 'categorical':
      return choose(parameter, u)
    case 'normal':
      return normalValue(parameter, u)
    case 'int':
      return parameter.log ? logInt(parameter, u) : stepAt(parameter, Math.floor(u * countSteps(parameter)))
    case 'float': {
      const { low, high, log, step } = parameter
      if (step !== undefined)
        return stepAt({ low, high, step }, Math.floor(u * countSteps({ low, high, step })))
      return log ? logUniform({ low, high }, u) : Math.min(low + u * (high - low), high)
    }
  }
}

function choose({ choices, probabilities }: CategoricalParameter, u: number): Value {
  if (!probabilities) return choices[Math.floor(u * choices.length)]
  let sum = 0
  const index = probabilities.findIndex((probability) => u < (sum += probability))
  // Probabilities may sum to a little less than 1.
  return choices[index < 0 ? probabilities.findLastIndex((probability) => probability > 0) : index]
}

function normalValue({ mean, standardDeviation, log, step }: NormalParameter, u: number): number {
  // 0 would become −∞. Its replacement is half of the smallest step of uniform numbers of 53 bits.
  const x = mean + standardDeviation * normalQuantile(Math.max(u, 2 ** -54))
  const value = log ? Math.exp(x) : x
  return step === undefined ? value : roundToStep(value, step)
}

function logInt({ low, high }: IntParameter, u: number): number {
  const value = Math.round(logUniform({ low: low - 0.5, high: high + 0.5 }, u))
  return Math.min(Math.max(value, low), high)
}

function logUniform({ low, high }: { low: number; high: number }, u: number): number {
  const value = Math.exp(Math.log(low) + u * (Math.log(high) - Math.log(low)))
  return Math.min(Math.max(value, low), high)
}
