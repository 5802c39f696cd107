import type { CategoricalDimension } from './dimension.ts'
import type { Marginal } from './marginal.ts'

export interface CategoricalMarginal extends Marginal {
  /** Probabilities of the choices: a row for each observation's kernel, then the prior's. */
  readonly probabilities: Float64Array
}

/**
 * Kernels over choices: each observation's has 1 for the choice observed, and w / kernels for every choice, w being the
 * prior's weight, normalised; the prior's kernel is the prior itself.
 *
 * `_calculate_categorical_distributions` of Optuna 5 (`optuna/samplers/_tpe/parzen_estimator.py`), with the prior's
 * probabilities, where it knows even ones only.
 *
 * @param values Indices of the observed choices
 */
export function categoricalMarginal(
  values: Float64Array,
  { choices, probabilities: prior }: CategoricalDimension,
  priorWeight: number,
): CategoricalMarginal {
  const width = choices.length
  const kernels = values.length + 1
  const probabilities = new Float64Array(kernels * width)
  const share = (priorWeight / kernels) * width
  for (let kernel = 0; kernel < kernels; kernel++) {
    const isPrior = kernel === values.length
    for (let choice = 0; choice < width; choice++) {
      const observed = values[kernel] === choice ? 1 : 0
      probabilities[kernel * width + choice] = isPrior
        ? prior[choice]
        : (observed + share * prior[choice]) / (1 + share)
    }
  }
  const logs = probabilities.map(Math.log)
  return {
    probabilities,
    highest: 0,
    quantile(kernel, u) {
      let choice = 0
      let sum = probabilities[kernel * width]
      while (sum < u && choice < width - 1) sum += probabilities[kernel * width + ++choice]
      return choice
    },
    addLogDensities(value, kernels, count, sums) {
      for (let index = 0; index < count; index++) {
        const kernel = kernels[index]
        sums[kernel] += logs[kernel * width + value]
      }
    },
  }
}
