import { power } from '../bias-correction.ts'

/**
 * baseˣ for base ≥ 0 and any x ≥ 0: a power for the whole part of x, and for each binary digit behind its point a square
 * root, a square root of that, and so on. Every engine gives the same bits, which `**` does not promise.
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
