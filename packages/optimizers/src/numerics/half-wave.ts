/**
 * Computes half a cosine wave from 0 to 1: (1 − cos(π x)) / 2 for x in [0, 1], exact at 0, ½ and 1.
 *
 * Unlike `Math.cos`, the result has the same bits in every JavaScript engine, because it uses only sums and products.
 */
export function halfWave(x: number): number {
  if (x > 0.5) return 1 - halfWave(1 - x)
  if (x > 0.25) return (1 - sine(Math.PI * (0.5 - x))) / 2
  const root = sine((Math.PI / 2) * x)
  return root * root
}

/** Computes the sine of an angle in [0, π / 4] by its Taylor series up to angle¹⁷. The remainder is below rounding. */
function sine(angle: number): number {
  const square = angle * angle
  let series = 1
  for (let n = 16; n > 0; n -= 2) series = 1 - (series * square) / (n * (n + 1))
  return angle * series
}
