import { normalCdf } from '../numerics/normal-cdf.ts'
import { normalQuantile } from '../numerics/normal-quantile.ts'

/**
 * The percentiles at which a BCa interval ends:
 *
 *     Φ(z₀ + (z₀ + z) / (1 − a (z₀ + z))),    z₀ = Φ⁻¹(share of draws below the observed),    a = Σl³ / (6 (Σl²)^{3/2})
 *
 * Efron, JASA 82, 1987, (2.3) and (6.6).
 *
 * @param draws Sorted
 * @param influences What each resampled unit adds to the observed value; they sum up to 0
 */
export function biasCorrectedLevels(
  draws: Float64Array,
  observed: number,
  influences: readonly number[],
  tails: readonly [number, number],
): [number, number] {
  const squares = influences.reduce((sum, influence) => sum + influence ** 2, 0)
  if (squares === 0) return [...tails]
  const acceleration = influences.reduce((sum, influence) => sum + influence ** 3, 0) / (6 * squares ** 1.5)
  // Draws that differ from the observed value by rounding are ties.
  const tolerance = 1e-9 * Math.sqrt(squares)
  let below = 0
  for (const draw of draws) {
    if (draw < observed - tolerance) below++
    else if (draw <= observed + tolerance) below += 0.5
  }
  const bias = normalQuantile(Math.min(Math.max(below, 0.5), draws.length - 0.5) / draws.length)
  const level = (tail: number): number => {
    const z = bias + normalQuantile(tail)
    return normalCdf(bias + z / (1 - acceleration * z))
  }
  return [level(tails[0]), level(tails[1])]
}
