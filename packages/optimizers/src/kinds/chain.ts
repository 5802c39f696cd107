import { ruleConfig } from '../engine/rule.ts'
import type { Rule } from '../engine/rule.ts'
import { sequence } from './sequence.ts'

/**
 * Composes links into one rule. The input of each link is the output of the previous link, and the output of the last
 * link is the update.
 *
 * Gradient transforms come first, then one rule, then update transforms. A chain that contains only gradient
 * transforms, or only update transforms, is itself such a transform. The slot `m` of the second link is the chain's
 * slot `1.m`.
 *
 * @throws {RangeError} If there is no link, or the links are in the wrong order
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

/** Checks the order of the links, and returns the link that turns the gradient into an update, if any. */
function findRule(links: readonly Rule[]): Rule | undefined {
  if (links.length === 0) throw new RangeError('A chain needs at least one link, got none.')
  for (const [index, link] of links.slice(1).entries()) {
    const output = links[index].transforms ?? 'update'
    const input = link.transforms ?? 'gradient'
    if (output !== input) {
      throw new RangeError(
        `Chain link "${link.name}" is in the wrong place: expected ${phrases[input]}, got ${phrases[output]} ` +
          `from "${links[index].name}". The order must be gradient transforms, one rule, update transforms.`,
      )
    }
  }
  return links.find((link) => link.transforms === undefined)
}
