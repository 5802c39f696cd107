import type { CompareOptions, Comparison } from './comparison.ts'
import { mcnemarTest } from './mcnemar-test.ts'

export interface DescribeContext extends Pick<CompareOptions, 'unit' | 'scale' | 'digits'> {
  readonly level: number
  /** Number of comparisons for which the p-value is corrected. */
  readonly comparisonCount: number
  /** For one seed, the numbers of images on which only the sample's or only the reference's model is correct. */
  readonly disagreement: readonly [sample: number, reference: number] | undefined
}

/** Puts a comparison into words, without the sample's label. */
export function describeComparison(facts: Omit<Comparison, 'sentence'>, context: DescribeContext): string {
  return facts.verdict === 'not distinguishable'
    ? describeNoDifference(facts, context.disagreement)
    : describeDifference(facts, context)
}

function describeDifference(facts: Omit<Comparison, 'sentence'>, context: DescribeContext): string {
  const { verdict, reference, difference, interval, adjustedP } = facts
  const { unit = '', scale = 1, digits = 4, level, comparisonCount } = context
  const sign = Math.sign(difference)
  const format = (value: number): string => (value * sign * scale).toFixed(digits)
  const [near, far] = sign < 0 ? [1, 0] : [0, 1]
  const range =
    interval === undefined
      ? ''
      : `${formatPercent(1 - level)} interval ${format(interval[near])} to ${format(interval[far])}, `
  const amount = unit === '' ? format(difference) : `${format(difference)} ${unit}`
  const correction = comparisonCount > 1 ? ' after Holm' : ''
  return `${verdict} than "${reference}" by ${amount} (${range}${formatP(adjustedP)}${correction})`
}

function describeNoDifference(
  facts: Omit<Comparison, 'sentence'>,
  disagreement: DescribeContext['disagreement'],
): string {
  const { reference, seeds, difference, interval } = facts
  if (seeds === 1) {
    const models = disagreement === undefined ? '' : `; ${describeModels(disagreement)}`
    return `no difference from "${reference}" can be found with one seed${models}`
  }
  const start = `no difference from "${reference}" found with ${seeds} seeds`
  if (interval === undefined) {
    return difference === 0
      ? `${start}, which give the same values`
      : `${start}, which all differ by the same amount`
  }
  if (difference === 0) return start
  if (facts.seedsNeeded === undefined) return `${start}; more would not help, only more test images`
  return facts.seedsNeeded > 1000
    ? `${start}; more than 1000 would be needed`
    : `${start}; about ${facts.seedsNeeded} would be needed`
}

function describeModels([sample, reference]: readonly [number, number]): string {
  const p = formatP(mcnemarTest(sample, reference))
  return `of these two models, the first alone is right on ${sample} images and the second alone on ${reference} (McNemar ${p})`
}

function formatP(p: number): string {
  return p < 0.001 ? 'p < 0.001' : `p = ${Number(p.toPrecision(2))}`
}

function formatPercent(share: number): string {
  return `${Number((100 * share).toPrecision(4))} %`
}
