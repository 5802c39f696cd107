import type { Rule, RuleDescription } from '../engine/rule.ts'

/** Makes a rule of others, one after the other: each takes what the one before gives. */
export function sequence(description: RuleDescription, links: readonly Rule[]): Rule {
  const pathOf = (path: string, index: number): string => `${path}${index}.`
  return {
    ...description,
    init: (parameter, path) =>
      Object.assign({}, ...links.map((link, index) => link.init(parameter, pathOf(path, index)))),
    run: (groups, path, step) =>
      links.reduce((groups, link, index) => {
        const going = groups.filter(({ update }) => update !== undefined)
        if (going.length === 0) return groups
        const stopped = groups.filter(({ update }) => update === undefined)
        return [...link.run(going, pathOf(path, index), step), ...stopped]
      }, groups),
    evaluationWeights: (group, path) =>
      links
        .map((link, index) => link.evaluationWeights?.(group, pathOf(path, index)))
        .findLast((weights) => weights !== undefined),
  }
}
