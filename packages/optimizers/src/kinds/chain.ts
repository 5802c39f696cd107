import { ruleConfig } from '../engine/rule.ts'
import type { Rule } from '../engine/rule.ts'
import { sequence } from './sequence.ts'

/**
 * Composes links into one rule: each link takes what the link before gives, and the last link gives the update.
 *
 * Gradient transforms come first, then one rule, then update transforms. A chain of transforms of one kind is itself a
 * transform of that kind. The slot `m` of the second link is the chain's slot `1.m`.
 *
 * @throws {RangeError} If there is no link, or a link does not take what the link before gives
 * @example
 * const optimizer = toOptimizer(chain(l2(1e-6), adaBelief({ learningRate: 3e-4 })))
 */
export function chain(...links: readonly Rule[]): Rule {
  const main = findRule(links)
  const description = {
    name: 'chain',
    learningRate: main?.learningRate,
    transforms: main === undefined ? links[0].transforms : undefined,
    options: { links: links.map((link) => ({ options: link.options, toJSON: () => ruleConfig(link) })) },
  }
  return sequence(description, links)
}

const phrases = { gradient: 'a gradient', update: 'an update' }

/** Checks the order of links, and returns the link that turns the gradient into an update, if there is one. */
function findRule(links: readonly Rule[]): Rule | undefined {
  if (links.length === 0) throw new RangeError('A chain needs at least one link, got none.')
  for (const [index, link] of links.slice(1).entries()) {
    const given = links[index].transforms ?? 'update'
    const taken = link.transforms ?? 'gradient'
    if (given !== taken) {
      throw new RangeError(
        `Chain link "${link.name}" is in the wrong place: expected ${phrases[taken]}, got ${phrases[given]} ` +
          `from "${links[index].name}". The order is gradient transforms, one rule, update transforms.`,
      )
    }
  }
  return links.find((link) => link.transforms === undefined)
}
