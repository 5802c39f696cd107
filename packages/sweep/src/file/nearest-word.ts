import leven from 'leven'

/**
 * Finds the known word that was probably meant: the one with the smallest edit distance (Levenshtein), if that is at most a
 * third of the word's length.
 */
export function nearestWord(word: string, known: readonly string[]): string | undefined {
  const maxDistance = Math.max(1, Math.floor(word.length / 3))
  const distances = known.map((candidate) => leven(simplify(word), simplify(candidate)))
  const smallest = Math.min(...distances)
  return smallest <= maxDistance ? known[distances.indexOf(smallest)] : undefined
}

/** Makes `runCap` and `run-cap` equal to `run_cap`. */
function simplify(word: string): string {
  return word.replace(/[-_\s]/g, '').toLowerCase()
}
