/**
 * Computes baseᵗ for an integer t ≥ 0 by squaring. Unlike `**`, the result has the same bits in every JavaScript
 * engine, because it uses only multiplications.
 */
export function power(base: number, t: number): number {
  let result = 1
  let factor = base
  for (let n = t; n > 0; n = Math.floor(n / 2)) {
    if (n % 2 === 1) result *= factor
    factor *= factor
  }
  return result
}

/**
 * Computes baseˣ for base ≥ 0 and any x ≥ 0. The integer part of x is a power; the n-th binary digit after the point
 * selects the n-th repeated square root. Uses only multiplications and square roots, for the same reason as
 * {@link power}.
 */
export function realPower(base: number, exponent: number): number {
  const whole = Math.floor(exponent)
  let result = power(base, whole)
  let root = base
  for (let fraction = exponent - whole; fraction > 0; fraction -= Math.floor(fraction)) {
    fraction *= 2
    root = Math.sqrt(root)
    if (fraction >= 1) result *= root
  }
  return result
}
