/** Φ(z), by Marsaglia's series ½ + φ(z) (z + z³/3 + z⁵/(3·5) + …), Journal of Statistical Software 11(4), 2004. */
export function normalProbability(z: number): number {
  if (z < -8) return 0
  if (z > 8) return 1
  let term = z
  let sum = z
  for (let odd = 3; Math.abs(term) > 1e-17 * Math.abs(sum); odd += 2) {
    term *= (z * z) / odd
    sum += term
  }
  return 0.5 + (sum * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI)
}

/** Φ⁻¹ for a probability above 0 and below 1, by bisection of {@link normalProbability}. */
export function normalQuantile(probability: number): number {
  if (probability === 0.5) return 0
  let low = -8
  let high = 8
  for (;;) {
    const middle = (low + high) / 2
    if (high - low < 1e-14) return middle
    if (normalProbability(middle) < probability) low = middle
    else high = middle
  }
}
