import { logNormalCdf, logRootTwoPi } from './log-normal-cdf.ts'

/**
 * The x where ln Φ(x) is `y`, by Newton's method; ±∞ at 0 and −∞.
 *
 * @param y At most 0. Close to 0, the root is sought on the other side, at ln(1 − eʸ), where it is well determined
 */
export function inverseLogNormalCdf(y: number): number {
  if (y >= 0) return Infinity
  if (y === -Infinity) return -Infinity
  return y > -1e-2 ? -leftRoot(Math.log(-Math.expm1(y))) : leftRoot(y)
}

function leftRoot(y: number): number {
  // The tail is about exp(−x²/2) / √(2π); elsewhere a logistic curve of the same variance is close to Φ.
  let x = y < -5 ? -Math.sqrt(-2 * (y + logRootTwoPi)) : (-Math.sqrt(3) / Math.PI) * Math.log(Math.expm1(-y))
  for (let round = 0; round < 100; round++) {
    const log = logNormalCdf(x)
    const change = (log - y) * Math.exp(log + 0.5 * x * x + logRootTwoPi)
    x -= change
    if (Math.abs(change) <= 1e-8 * Math.abs(x)) break
  }
  return x
}
