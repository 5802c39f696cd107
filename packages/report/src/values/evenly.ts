import { formatCount } from './format-numbers.ts'

/**
 * Picks at most `limit` items at even distances, including the first and the last. The picked items keep their order.
 *
 * @param isRequired Returns whether an item is picked in preference to others. If more than `limit` items are required, only
 *   some of them are picked. Default: no item is required
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

/** Describes what is left out: `Shows 800 of 10,000 trials, picked evenly.` Returns an empty text if nothing is left out. */
export function describeThinning(shown: number, total: number, noun: string, how = 'picked evenly'): string {
  return shown < total ? `Shows ${formatCount(shown)} of ${formatCount(total)} ${noun}, ${how}.` : ''
}
