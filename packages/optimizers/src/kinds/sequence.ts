import type { Rule, RuleDescription } from '../engine/rule.ts'

/** Creates a rule that applies several rules in order. The input of each rule is the output of the previous rule. */
export function sequence(description: RuleDescription, links: readonly Rule[]): Rule {
  const pathOf = (path: string, index: number): string => `${path}${index}.`
  return {
    ...description,
    init: (parameter, path) =>
      Object.assign({}, ...links.map((link, index) => link.init(parameter, pathOf(path, index)))),
    run: (cohorts, path, step) =>
      links.reduce((cohorts, link, index) => {
        const active = cohorts.filter(({ update }) => update !== undefined)
        if (active.length === 0) return cohorts
        const stopped = cohorts.filter(({ update }) => update === undefined)
        return [...link.run(active, pathOf(path, index), step), ...stopped]
      }, cohorts),
    evaluationWeights: (cohort, path) =>
      links
        .map((link, index) => link.evaluationWeights?.(cohort, pathOf(path, index)))
        .findLast((weights) => weights !== undefined),
  }
}
