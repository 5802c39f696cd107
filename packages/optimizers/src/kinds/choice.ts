import type { Variable } from '@tensorflow/tfjs-core'
import { splitCohort } from '../engine/cohort.ts'
import type { Rule, RuleDescription } from '../engine/rule.ts'

/**
 * Creates a rule that applies one of several rules to each parameter.
 *
 * @param choose Returns the index of a parameter's rule, which must be the same at every step
 */
export function choice(
  description: RuleDescription,
  rules: readonly Rule[],
  choose: (parameter: Variable) => number,
): Rule {
  const pathOf = (path: string, index: number): string => `${path}${index}.`
  return {
    ...description,
    init(parameter, path) {
      const index = choose(parameter)
      return rules[index].init(parameter, pathOf(path, index))
    },
    run(cohorts, path, step) {
      const parts = cohorts.map((cohort) => splitCohort(cohort, (index) => choose(cohort.variables[index])))
      return rules.flatMap((rule, index) => {
        const chosen = parts.flatMap((part) => part.get(index) ?? [])
        return chosen.length === 0 ? [] : rule.run(chosen, pathOf(path, index), step)
      })
    },
    evaluationWeights(cohort, path) {
      const index = choose(cohort.variables[0])
      return rules[index].evaluationWeights?.(cohort, pathOf(path, index))
    },
  }
}
