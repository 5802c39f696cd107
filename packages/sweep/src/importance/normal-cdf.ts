/**
 * Φ(x): the probability that a standard normal number is below `x`, to about 1e-15.
 *
 * Marsaglia, "Evaluating the Normal Distribution", Journal of Statistical Software 11(4), 2004: the series
 * ½ + φ(x) (x + x³/3 + x⁵/(3·5) + …).
 */
export function normalCdf(x: number): number {
  if (Math.abs(x) > 9) return x < 0 ? 0 : 1
  let term = x
  let sum = x
  for (let odd = 3; Math.abs(term) > 1e-17 * Math.abs(sum); odd += 2) {
    term *= (x * x) / odd
    sum += term
  }
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI)
}
