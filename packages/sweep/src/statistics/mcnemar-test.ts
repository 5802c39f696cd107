import { incompleteBeta } from './incomplete-beta.ts'

/**
 * Tests whether one trained model is better than another on the same images: McNemar's exact two-sided p-value, from the
 * numbers of images that only one of the models classifies correctly. The test is about these two models, not about the
 * configurations that produced them.
 *
 *     p = min(1, 2 P(X ≤ min(b, c))),    X ~ Binomial(b + c, ½)
 *
 * McNemar, Psychometrika 12, 1947; recommended for models that are trained once by Dietterich, Neural Computation 10(7),
 * 1998.
 *
 * @param onlyFirst Number of images that only the first model classifies correctly
 * @param onlySecond Number of images that only the second model classifies correctly
 * @throws {RangeError} If a count is not a non-negative integer
 *
 * @example
 * mcnemarTest(30, 50) // 0.0329…
 */
export function mcnemarTest(onlyFirst: number, onlySecond: number): number {
  for (const [name, count] of Object.entries({ onlyFirst, onlySecond })) {
    if (!Number.isSafeInteger(count) || count < 0) {
      throw new RangeError(`\`${name}\` must be a non-negative integer, got ${count}.`)
    }
  }
  const fewer = Math.min(onlyFirst, onlySecond)
  const more = Math.max(onlyFirst, onlySecond)
  // P(X ≤ k) of Binomial(n, ½) is I_½(n − k, k + 1).
  return more === fewer ? 1 : Math.min(1, 2 * incompleteBeta(0.5, 0.5, more, fewer + 1))
}
