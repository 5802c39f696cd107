/**
 * Tests two samples with the Mann-Whitney U test. The p-values are exact, from a count of arrangements. If the samples have ties,
 * which count half, the p-values are approximate. Mann and Whitney, Annals of Mathematical Statistics 18(1), 1947.
 *
 * @returns `less`: the p-value of the one-sided test with the alternative that `a` tends to be below `b`. `twoSided`: the p-value
 *   of the two-sided test
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

/** Counts, for each u from 0 to m · n, the orders of m + n values in which u of the m · n pairs are inverted. */
function arrangements(m: number, n: number): Float64Array {
  let rows = Array.from({ length: n + 1 }, () => Float64Array.of(1))
  for (let i = 1; i <= m; i++) {
    const next = [Float64Array.of(1)]
    for (let j = 1; j <= n; j++) {
      // The largest value is one of the i values and above all j values of the other sample, or it is one of the j values.
      const counts = new Float64Array(i * j + 1)
      counts.set(rows[j], j)
      next[j - 1].forEach((count, u) => (counts[u] += count))
      next.push(counts)
    }
    rows = next
  }
  return rows[n]
}
