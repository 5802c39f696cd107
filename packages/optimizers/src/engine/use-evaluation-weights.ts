import { clone, engine, keep, tidy } from '@tensorflow/tfjs-core'
import type { Tensor, Variable } from '@tensorflow/tfjs-core'
import { createCohort } from './cohort.ts'
import { compute } from './compute.ts'
import { assignPlainNames } from './plain-name.ts'
import type { RuleOptimizer } from './to-optimizer.ts'

/**
 * Assigns to the variables the weights to evaluate a model with, such as the averages of `ema`. Variables without
 * evaluation weights keep their training weights. The optimizer cannot take a step until the training weights are
 * restored.
 *
 * @returns A function that restores the training weights, to the last bit. Further calls do nothing
 * @throws {Error} If the variables already hold their evaluation weights
 * @example
 * const useTrainingWeights = useEvaluationWeights(optimizer)
 * const accuracy = evaluate(model)
 * useTrainingWeights()
 */
export function useEvaluationWeights(optimizer: RuleOptimizer): () => void {
  if (optimizer.isEvaluating) {
    throw new Error(
      'The variables already hold their evaluation weights. Restore the training weights first.',
    )
  }
  const trained = new Map<Variable, Tensor>()
  const { registeredVariables } = engine()
  const updated = [...optimizer.states].filter(([name]) => name in registeredVariables)
  assignPlainNames(updated.map(([name]) => registeredVariables[name]))
  tidy(() => {
    for (const [name, state] of updated) {
      const variable = registeredVariables[name]
      const cohort = createCohort([variable], [state], [variable], 1)
      const weights = optimizer.rule.evaluationWeights?.(cohort, '')
      if (weights === undefined) continue
      const [values] = compute(cohort, weights)
      trained.set(variable, keep(clone(variable)))
      variable.assign(clone(values))
    }
  })
  optimizer.isEvaluating = true
  let isRestored = false
  return () => {
    if (isRestored) return
    isRestored = true
    trained.forEach((values, variable) => {
      if (!variable.isDisposed) variable.assign(values)
      values.dispose()
    })
    optimizer.isEvaluating = false
  }
}
