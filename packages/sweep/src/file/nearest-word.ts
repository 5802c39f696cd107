/**
 * The known word that was probably meant: the one in the smallest edit distance (Levenshtein), if it is at most a third
 * of the word's length.
 */
export function nearestWord(word: string, known: readonly string[]): string | undefined {
  const furthest = Math.max(1, Math.floor(word.length / 3))
  const distances = known.map((candidate) => distance(simplified(word), simplified(candidate)))
  const smallest = Math.min(...distances)
  return smallest <= furthest ? known[distances.indexOf(smallest)] : undefined
}

/** `runCap` and `run-cap` are as near to `run_cap` as can be. */
function simplified(word: string): string {
  return word.replace(/[-_\s]/g, '').toLowerCase()
}

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1]
    for (let j = 0; j < b.length; j++) {
      next.push(Math.min(next[j] + 1, row[j + 1] + 1, row[j] + (a[i] === b[j] ? 0 : 1)))
    }
    row = next
  }
  return row[b.length]
}
