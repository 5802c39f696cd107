import { logGamma } from './log-gamma.ts'

/**
 * Computes the regularized incomplete beta function Iₓ(a, b) by its continued fraction (DLMF 8.17.22), which Lentz's
 * method evaluates on the side where the fraction converges fast.
 *
 * @param x In [0, 1]
 * @param complement 1 − x, a separate argument because the subtraction would lose the digits of an x near 1
 */
export function incompleteBeta(x: number, complement: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (complement <= 0) return 1
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(complement, x, b, a)
  const logFront =
    a * Math.log(x) + b * Math.log(complement) + logGamma(a + b) - logGamma(a) - logGamma(b) - Math.log(a)
  return Math.exp(logFront) / continuedFraction(x, a, b)
}

function continuedFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300
  let value = 1
  let c = 1
  let d = 0
  for (let term = 1; term < 10_000; term++) {
    const m = term >> 1
    const numerator =
      term % 2 === 0
        ? (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
        : (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / (1 + numerator * d || tiny)
    c = 1 + numerator / c || tiny
    const change = c * d
    value *= change
    if (change > 1 - 1e-15 && change < 1 + 1e-15) break
  }
  return value
}
