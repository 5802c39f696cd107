import type { Tensor } from '@tensorflow/tfjs-core'
import type { Rule } from './rule.ts'
import { ruleConfig } from './rule-config.ts'
import { runRule } from './run-rule.ts'

/**
 * Composes links into one rule: each takes what the one before gives, and the last gives the update.
 *
 * Gradient transforms stand first, then one rule, then update transforms; a chain of transforms of one kind is itself
 * such a transform. The slot `m` of the second link is the chain's slot `1.m`.
 *
 * @throws {RangeError} If there is no link, or a link does not take what the one before gives
 * @example
 * const optimizer = toOptimizer(chain(l2(1e-6), adaBelief({ learningRate: 3e-4 })))
 */
export function chain(...links: readonly Rule[]): Rule {
  const rule = findRule(links)
  return {
    name: 'chain',
    slots: links.flatMap((link, index) => link.slots.map((slot) => `${index}.${slot}`)),
    learningRate: rule?.learningRate,
    transforms: rule === undefined ? links[0].transforms : undefined,
    options: { links: links.map(ruleConfig) },
    step(gradient, state, context) {
      const next: Record<string, Tensor> = {}
      let update = gradient
      links.forEach((link, index) => {
        const slots = Object.fromEntries(link.slots.map((slot) => [slot, state[`${index}.${slot}`]]))
        const result = runRule(link, update, slots, context)
        for (const slot of link.slots) next[`${index}.${slot}`] = result.state[slot]
        update = result.update
      })
      return { update, state: next }
    },
  }
}

const phrases = { gradient: 'a gradient', update: 'an update' }

/** Checks the order of links and returns the one that turns the gradient into an update, if there is one. */
function findRule(links: readonly Rule[]): Rule | undefined {
  if (links.length === 0) throw new RangeError('A chain needs at least one link, got none.')
  for (const [index, link] of links.slice(1).entries()) {
    const given = links[index].transforms ?? 'update'
    const taken = link.transforms ?? 'gradient'
    if (given !== taken) {
      throw new RangeError(
        `Chain link "${link.name}" stands in the wrong place: expected ${phrases[taken]}, got ${phrases[given]} ` +
          `from "${links[index].name}". The order is gradient transforms, one rule, update transforms.`,
      )
    }
  }
  return links.find((link) => link.transforms === undefined)
}
