import type { Rule, RuleConfig } from './rule.ts'

/** A rule as plain JSON, from which `createRule` makes it again. */
export function ruleConfig(rule: Rule): RuleConfig {
  return { name: rule.name, ...rule.options }
}
