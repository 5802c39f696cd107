/**
 * Adjusts p-values for multiple comparisons by Holm's step-down correction. The probability that any true null hypothesis
 * gets an adjusted p-value of at most α is at most α, however the tests depend on each other.
 *
 *     p̃₍ᵢ₎ = maxⱼ≤ᵢ min(1, (m − j + 1) p₍ⱼ₎),    p₍₁₎ ≤ … ≤ p₍ₘ₎
 *
 * Holm, "A Simple Sequentially Rejective Multiple Test Procedure", Scandinavian Journal of Statistics 6(2), 1979. The same
 * as R's `p.adjust(p, "holm")`.
 *
 * @returns Adjusted p-values in the order of `pValues`
 * @throws {RangeError} If a p-value is not in [0, 1]
 *
 * @example
 * holm([0.01, 0.04, 0.03]) // [0.03, 0.06, 0.06]
 */
export function holm(pValues: readonly number[]): number[] {
  const wrong = pValues.findIndex((p) => !(p >= 0 && p <= 1))
  if (wrong >= 0) throw new RangeError(`\`pValues[${wrong}]\` must be in [0, 1], got ${pValues[wrong]}.`)
  const order = pValues.map((_, index) => index).sort((a, b) => pValues[a] - pValues[b])
  const adjusted = [...pValues]
  let largest = 0
  order.forEach((index, rank) => {
    largest = Math.max(largest, Math.min(1, (pValues.length - rank) * pValues[index]))
    adjusted[index] = largest
  })
  return adjusted
}
