import type { CompareOptions, Comparison } from './compare-all.ts'
import { mcnemarTest } from './mcnemar-test.ts'

export interface DescribeContext extends Pick<CompareOptions, 'unit' | 'scale' | 'digits'> {
  readonly level: number
  /** How many rows the p-value is adjusted for. */
  readonly tests: number
  readonly disagreement: readonly [candidate: number, reference: number] | undefined
}

/** A comparison in words, without the candidate's label. */
export function describeComparison(facts: Omit<Comparison, 'sentence'>, context: DescribeContext): string {
  return facts.verdict === 'not distinguishable' ? doubt(facts, context) : finding(facts, context)
}

function finding(facts: Omit<Comparison, 'sentence'>, context: DescribeContext): string {
  const { verdict, reference, difference, interval, adjustedP } = facts
  const { unit = '', scale = 1, digits = 4, level, tests } = context
  const sign = Math.sign(difference)
  const amount = (value: number): string => (value * sign * scale).toFixed(digits)
  const [near, far] = sign < 0 ? [1, 0] : [0, 1]
  const range =
    interval === undefined
      ? ''
      : `${percent(1 - level)} interval ${amount(interval[near])} to ${amount(interval[far])}, `
  const by = unit === '' ? amount(difference) : `${amount(difference)} ${unit}`
  return `${verdict} than "${reference}" by ${by} (${range}${chance(adjustedP)}${tests > 1 ? ' after Holm' : ''})`
}

function doubt(facts: Omit<Comparison, 'sentence'>, { disagreement }: DescribeContext): string {
  const { reference, seeds, difference, interval } = facts
  if (seeds === 1)
    return `not distinguishable from "${reference}": one seed cannot tell${models(disagreement)}`
  const start = `not distinguishable from "${reference}" with ${seeds} seeds`
  if (interval === undefined) {
    return difference === 0
      ? `${start}, which give the same values`
      : `${start}, which all differ by the same`
  }
  if (difference === 0) return start
  if (facts.seedsNeeded === undefined) return `${start}; more would not help, only more test images`
  return facts.seedsNeeded > 1000
    ? `${start}; more than 1000 would be needed`
    : `${start}; about ${facts.seedsNeeded} would be needed`
}

function models(disagreement: DescribeContext['disagreement']): string {
  if (disagreement === undefined) return ''
  const [ours, theirs] = disagreement
  const p = chance(mcnemarTest(ours, theirs))
  return ` of recipes; of these two models, one alone is right on ${ours} images, the other on ${theirs} (McNemar ${p})`
}

function chance(p: number): string {
  return p < 0.001 ? 'p < 0.001' : `p = ${Number(p.toPrecision(2))}`
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(4))} %`
}
