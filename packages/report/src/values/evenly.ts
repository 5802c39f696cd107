import { formatCount } from './format-numbers.ts'

/**
 * Picks items evenly, the first and the last among them; all if there are no more than `most`.
 *
 * @param isKept Items that are picked whatever else is, as long as there are at most `most` of them
 */
export function evenly<Item>(
  items: readonly Item[],
  most: number,
  isKept: (item: Item, index: number) => boolean = () => false,
): readonly Item[] {
  if (items.length <= most) return items
  const kept: number[] = []
  const others: number[] = []
  items.forEach((item, index) => (isKept(item, index) ? kept : others).push(index))
  const picked = [
    ...pick(kept, Math.min(kept.length, most)),
    ...pick(others, Math.max(0, most - kept.length)),
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

/** `Shows 800 of 10,000 trials, picked evenly.`; nothing where all are shown. */
export function describeThinning(shown: number, all: number, noun: string, how = 'picked evenly'): string {
  return shown < all ? `Shows ${formatCount(shown)} of ${formatCount(all)} ${noun}, ${how}.` : ''
}
