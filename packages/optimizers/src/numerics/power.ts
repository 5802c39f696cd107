/**
 * baseᵗ for a whole t ≥ 0, by squaring: of multiplications alone, so that every engine gives the same bits, which `**`
 * does not promise.
 */
export function power(base: number, t: number): number {
  let result = 1
  let factor = base
  for (let rest = t; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result *= factor
    factor *= factor
  }
  return result
}

/**
 * baseˣ for base ≥ 0 and any x ≥ 0: a power for the whole part of x, and for each binary digit behind its point a square
 * root, a square root of that, and so on. Of multiplications and roots alone, see {@link power}.
 */
export function realPower(base: number, exponent: number): number {
  const whole = Math.floor(exponent)
  let result = power(base, whole)
  let root = base
  for (let rest = exponent - whole; rest > 0; rest -= Math.floor(rest)) {
    rest *= 2
    root = Math.sqrt(root)
    if (rest >= 1) result *= root
  }
  return result
}
