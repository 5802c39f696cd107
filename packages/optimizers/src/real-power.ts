import { power } from './bias-correction.ts'

/**
 * baseᶜ for a base > 0 and any c, of additions, multiplications and divisions alone, so that every engine gives the same
 * bits, which `**` does not promise. As close as 1e-14 times the result.
 */
export function realPower(base: number, exponent: number): number {
  return exponential(exponent * logarithm(base))
}

/** ln x = k ln 2 + ln m for x = 2ᵏ m, where ln m = 2 (z + z³/3 + z⁵/5 + …) for z = (m − 1) / (m + 1). */
function logarithm(x: number): number {
  let [m, k] = [x, 0]
  for (; m > Math.SQRT2; m /= 2) k++
  for (; m < Math.SQRT1_2; m *= 2) k--
  const z = (m - 1) / (m + 1)
  let series = 0
  for (let n = 23; n > 0; n -= 2) series = series * z * z + 1 / n
  return k * Math.LN2 + 2 * z * series
}

/** eˣ = 2ᵏ eʳ for x = k ln 2 + r, where eʳ = 1 + r (1 + r/2 (1 + r/3 (…))). */
function exponential(x: number): number {
  const k = Math.round(x / Math.LN2)
  const r = x - k * Math.LN2
  let series = 1
  for (let n = 17; n > 0; n--) series = 1 + (series * r) / n
  return k < 0 ? series / power(2, -k) : series * power(2, k)
}
