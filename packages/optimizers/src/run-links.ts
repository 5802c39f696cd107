import type { Link, Rule } from './rule.ts'

/** What a rule makes of the parameters in a step: of one of them, or lists with an entry for each. */
export interface Result<Update, Value> {
  readonly update: Update
  readonly state: Readonly<Record<string, Value>>
}

/**
 * Runs links in turn: each on what the one before gave, and on its part of the state.
 *
 * @param run Runs the rule of one link
 */
export function runLinks<Update, Before, After>(
  links: readonly Link[],
  gradient: Update,
  state: Readonly<Record<string, Before>>,
  run: (rule: Rule, gradient: Update, state: Readonly<Record<string, Before>>) => Result<Update, After>,
): Result<Update, After> {
  const next: Record<string, After> = {}
  let update = gradient
  for (const { rule, slots } of links) {
    const part: Record<string, Before> = {}
    slots.forEach((slot, index) => (part[rule.slots[index]] = state[slot]))
    const result = run(rule, update, part)
    slots.forEach((slot, index) => (next[slot] = result.state[rule.slots[index]]))
    update = result.update
  }
  return { update, state: next }
}
