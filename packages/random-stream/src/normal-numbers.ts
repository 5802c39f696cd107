/**
 * Creates a function that draws normal numbers from uniform numbers by the polar method, which uses a logarithm and a square
 * root, but no sine. Both numbers of a pair are returned, one after the other, in the order of NumPy's
 * `RandomState.standard_normal`.
 *
 * Marsaglia and Bray, "A Convenient Method for Generating Normal Variables", SIAM Review 6 (1964).
 */
export function normalNumbers(uniform: () => number): () => number {
  let spare: number | undefined
  return () => {
    if (spare !== undefined) {
      const number = spare
      spare = undefined
      return number
    }
    let x: number, y: number, square: number
    do {
      x = 2 * uniform() - 1
      y = 2 * uniform() - 1
      square = x * x + y * y
    } while (square >= 1 || square === 0)
    const factor = Math.sqrt((-2 * logarithm(square)) / square)
    spare = factor * x
    return factor * y
  }
}

/**
 * Computes the natural logarithm of a number in (0, 1) with sums, products and quotients only. They have the same bits on every
 * engine; ECMAScript does not require this of `Math.log`.
 *
 * x = m · 2⁻ᵏ with m in [√½, √2), ln x = 2 artanh((m − 1) / (m + 1)) − k ln 2, and artanh s = s + s³/3 + s⁵/5 + … up to s²¹; the
 * remaining terms are below 2⁻⁵³ of the sum, since s² < 0.0295.
 */
function logarithm(x: number): number {
  let exponent = 0
  for (; x < Math.SQRT1_2; x *= 2) exponent++
  const s = (x - 1) / (x + 1)
  const square = s * s
  let series = 1 / 21
  for (let power = 19; power > 0; power -= 2) series = series * square + 1 / power
  return 2 * s * series - exponent * Math.LN2
}
