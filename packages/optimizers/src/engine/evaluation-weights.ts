import { clone, engine, keep, tidy } from '@tensorflow/tfjs-core'
import type { Tensor, Variable } from '@tensorflow/tfjs-core'
import { createCohort } from './cohort.ts'
import { compute } from './compute.ts'
import { namePlainly } from './plain-name.ts'
import type { RuleOptimizer } from './to-optimizer.ts'

/**
 * Gives the variables the weights to evaluate a model with, such as the averages of `ema`. Variables without evaluation
 * weights of their own keep their weights. The optimizer takes no step until the training weights are back.
 *
 * @returns A function that gives the variables their training weights back, to the last bit. Further calls do nothing
 * @throws {Error} If the variables already hold their evaluation weights
 * @example
 * const useTrainingWeights = useEvaluationWeights(optimizer)
 * const accuracy = evaluate(model)
 * useTrainingWeights()
 */
export function useEvaluationWeights(optimizer: RuleOptimizer): () => void {
  if (optimizer.isEvaluating) {
    throw new Error(
      'The variables already hold their evaluation weights: give the training weights back first.',
    )
  }
  const trained = new Map<Variable, Tensor>()
  const { registeredVariables } = engine()
  const updated = [...optimizer.states].filter(([name]) => name in registeredVariables)
  namePlainly(updated.map(([name]) => registeredVariables[name]))
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
  let isBack = false
  return () => {
    if (isBack) return
    isBack = true
    trained.forEach((values, variable) => {
      if (!variable.isDisposed) variable.assign(values)
      values.dispose()
    })
    optimizer.isEvaluating = false
  }
}
