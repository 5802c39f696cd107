import { formatCount } from './format-numbers.ts'

/**
 * Picks at most `limit` items at even distances, the first and the last included. The picked items keep their order.
 *
 * @param isRequired Whether an item is picked before all others. Of more than `limit` such items only some are picked
 */
export function evenly<Item>(
  items: readonly Item[],
  limit: number,
  isRequired: (item: Item, index: number) => boolean = () => false,
): readonly Item[] {
  if (items.length <= limit) return items
  const required: number[] = []
  const others: number[] = []
  items.forEach((item, index) => (isRequired(item, index) ? required : others).push(index))
  const picked = [
    ...pick(required, Math.min(required.length, limit)),
    ...pick(others, Math.max(0, limit - required.length)),
  ]
  return picked.sort((a, b) => a - b).map((index) => items[index])
}

function pick(indices: readonly number[], count: number): number[] {
  if (count >= indices.length) return [...indices]
  if (count < 2) return indices.slice(0, count)
  return Array.from(
    { length: count },
    (_, place) => indices[Math.round((place * (indices.length - 1)) / (count - 1))],
  )
}

/** Says what is left out: `Shows 800 of 10,000 trials, picked evenly.` Empty if nothing is. */
export function describeThinning(shown: number, total: number, noun: string, how = 'picked evenly'): string {
  return shown < total ? `Shows ${formatCount(shown)} of ${formatCount(total)} ${noun}, ${how}.` : ''
}
