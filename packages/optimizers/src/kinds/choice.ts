import type { Variable } from '@tensorflow/tfjs-core'
import { splitGroup } from '../engine/cohort.ts'
import type { Rule, RuleDescription } from '../engine/rule.ts'

/**
 * Makes a rule that is one of several for each parameter.
 *
 * @param choose Gives the index of a parameter's rule, always the same
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
    run(groups, path, step) {
      const parts = groups.map((group) => splitGroup(group, (index) => choose(group.variables[index])))
      return rules.flatMap((rule, index) => {
        const own = parts.flatMap((part) => part.get(index) ?? [])
        return own.length === 0 ? [] : rule.run(own, pathOf(path, index), step)
      })
    },
    evaluationWeights(group, path) {
      const index = choose(group.variables[0])
      return rules[index].evaluationWeights?.(group, pathOf(path, index))
    },
  }
}
