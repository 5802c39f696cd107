import type { RuleConfig, RuleDescription } from './rule.ts'

/** A rule as plain JSON, from which `createRule` makes it again. */
export function ruleConfig({ name, options }: RuleDescription): RuleConfig {
  return toJson({ name, ...options }) as RuleConfig
}

/**
 * Options as plain JSON. Rules and schedules have a `toJSON` for it.
 *
 * @throws {TypeError} If one is a function without, which cannot be saved
 */
export function toJson(options: object): unknown {
  const text = JSON.stringify(options, (option, value: unknown) => {
    if (typeof value !== 'function') return value
    throw new TypeError(
      `\`${option}\` is a function without toJSON(), which cannot be saved. Use a number, a string or a schedule of this ` +
        'package, or give the function a toJSON().',
    )
  })
  return JSON.parse(text)
}
