/**
 * The Mann-Whitney test of whether `a` tends to be below `b`: how likely sums of ranks as low as these, or as far from
 * the middle, are if the two do not differ. Exact, by counting arrangements; ties count half, for which it is exact no
 * more. Mann and Whitney, Annals of Mathematical Statistics 18(1), 1947.
 */
export function mannWhitney(a: readonly number[], b: readonly number[]): { less: number; twoSided: number } {
  let above = 0
  for (const x of a) for (const y of b) above += x > y ? 1 : x === y ? 0.5 : 0
  const counts = arrangements(a.length, b.length)
  const total = counts.reduce((sum, count) => sum + count)
  const atMost = (u: number): number =>
    counts.slice(0, Math.floor(u) + 1).reduce((sum, count) => sum + count, 0) / total
  const less = atMost(Math.ceil(above))
  const greater = atMost(Math.ceil(a.length * b.length - above))
  return { less, twoSided: Math.min(1, 2 * Math.min(less, greater)) }
}

/** In how many orders of m values and n others u of the m · n pairs are the wrong way round, for u from 0 to m · n. */
function arrangements(m: number, n: number): Float64Array {
  let rows = Array.from({ length: n + 1 }, () => Float64Array.of(1))
  for (let i = 1; i <= m; i++) {
    const next = [Float64Array.of(1)]
    for (let j = 1; j <= n; j++) {
      // The largest of all is one of the i, and above j others, or it is one of the j.
      const counts = new Float64Array(i * j + 1)
      counts.set(rows[j], j)
      next[j - 1].forEach((count, u) => (counts[u] += count))
      next.push(counts)
    }
    rows = next
  }
  return rows[n]
}
