import { incompleteBeta } from './incomplete-beta.ts'

/**
 * Whether one trained model beats another on the same images: McNemar's exact two-sided p-value, of the images that only
 * one of them gets right. It speaks of these two models, not of the recipes that made them.
 *
 *     p = min(1, 2 P(X ≤ min(b, c))),    X ~ Binomial(b + c, ½)
 *
 * McNemar, Psychometrika 12, 1947; recommended for models that are trained once by Dietterich, Neural Computation 10(7),
 * 1998.
 *
 * @param onlyFirst How many images only the first model gets right
 * @param onlySecond How many images only the second model gets right
 * @throws {RangeError} If a count is not a whole number of at least 0
 *
 * @example
 * mcnemarTest(30, 50) // 0.0329…
 */
export function mcnemarTest(onlyFirst: number, onlySecond: number): number {
  for (const count of [onlyFirst, onlySecond]) {
    if (!Number.isSafeInteger(count) || count < 0) {
      throw new RangeError(`Counts of images must be whole numbers of at least 0, got ${count}.`)
    }
  }
  const fewer = Math.min(onlyFirst, onlySecond)
  const more = Math.max(onlyFirst, onlySecond)
  // P(X ≤ k) of Binomial(n, ½) is I_½(n − k, k + 1).
  return more === fewer ? 1 : Math.min(1, 2 * incompleteBeta(0.5, 0.5, more, fewer + 1))
}
