/** 1 − βᵗ, by which a mean of t values that started from 0 is too small. */
export function biasCorrection(beta: number, t: number): number {
  return 1 - power(beta, t)
}

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

/** base^exponent for any exponent ≥ 0, of multiplications and roots alone: see {@link power}. */
export function realPower(base: number, exponent: number): number {
  let result = power(base, Math.floor(exponent))
  let root = base
  // The fraction bit by bit, each worth the root of the bit before.
  for (let rest = exponent % 1; rest > 0; rest = (2 * rest) % 1) {
    root = Math.sqrt(root)
    if (rest >= 0.5) result *= root
  }
  return result
}
