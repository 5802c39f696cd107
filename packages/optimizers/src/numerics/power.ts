/**
 * Computes baseᵗ for an integer t ≥ 0 by squaring. It uses multiplications alone, so that every engine gives the same
 * bits, which `**` does not promise.
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
 * Computes baseˣ for base ≥ 0 and any x ≥ 0. The integer part of x gives a power; the n-th binary digit after the point
 * gives the n-th repeated square root. Multiplications and square roots alone, see {@link power}.
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
