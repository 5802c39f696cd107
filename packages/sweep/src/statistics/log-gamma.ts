const coefficients = [
  676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
  -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
]

/** Computes ln Γ(x) for x ≥ 0.5 to about 1e-15, by Lanczos' approximation with g = 7 and 9 coefficients (Godfrey 2001). */
export function logGamma(x: number): number {
  const base = x + 6.5
  const series = coefficients.reduce(
    (sum, coefficient, index) => sum + coefficient / (x + index),
    0.9999999999998099,
  )
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(base) - base + Math.log(series)
}
