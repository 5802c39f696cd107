/**
 * Splits names into the largest groups that occur together: each set has all names of a group or none.
 *
 * `_SearchSpaceGroup` of Optuna 5 (`optuna/search_space/group_decomposed.py`).
 *
 * @example
 * coOccurringGroups([['kind', 'rate'], ['kind', 'depth', 'width']]) // [['kind'], ['rate'], ['depth', 'width']]
 */
export function coOccurringGroups(sets: Iterable<readonly string[]>): string[][] {
  let groups: string[][] = []
  for (const set of sets) {
    const names = new Set(set)
    const known = new Set(groups.flat())
    const parts = groups.flatMap((group) => [
      group.filter((name) => names.has(name)),
      group.filter((name) => !names.has(name)),
    ])
    groups = [...parts, set.filter((name) => !known.has(name))].filter((group) => group.length > 0)
  }
  return groups
}
