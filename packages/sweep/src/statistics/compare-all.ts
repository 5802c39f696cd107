import { checkOpenUnitInterval } from './checks.ts'
import type { CompareOptions, Comparison, Verdict } from './comparison.ts'
import { describeComparison } from './describe-comparison.ts'
import { holm } from './holm.ts'
import { pairedTest } from './paired-test.ts'
import type { PairedTest } from './paired-test.ts'
import type { LabeledSample } from './sample.ts'
import { seedsNeeded } from './seeds-needed.ts'

/**
 * Compares each sample of a table with a reference and states what the seeds can tell.
 *
 * A sample is better or worse if its p-value, after Holm's correction for all comparisons, is at most `level`. The p-value
 * comes from a paired t-test over the seeds, which tells whether a configuration is better on these test images:
 *
 *     t = d̄ / √V,    V = s² / n,    n − 1 degrees of freedom
 *
 * If both samples have `correct`, V is the sum of the variance between seeds and the variance between images,
 * Σ(d̄ᵢ − d̄)² / (N (N − 1)), with Satterthwaite's degrees of freedom (Biometrics Bulletin 2(6), 1946). The test then
 * tells whether a configuration is better on new images too. The sum double-counts the seed × image interaction and is therefore
 * conservative (Owen, Annals of Applied Statistics 1(2), 2007, for the same variance by resampling). Differences without
 * any spread get the sign-flip p-value.
 *
 * The test was chosen by simulation, with tables of normal values and Holm's correction for every rule. "False" is how
 * often one of 10 equal samples looks different. "Found" is how often a difference of 0.2 is found if one of the 10
 * samples has it and the standard deviation of the differences is 0.07:
 *
 *     rule                                    5 seeds: false, found     10 seeds: false, found
 *     paired t-test                               4 %    70 %                5 %   100 %
 *     sign flips                                  0 %     0 %                5 %   100 %
 *     bootstrap of seeds                         49 %   100 %               23 %   100 %
 *     t-test with a pooled variance               3 %   100 %                4 %   100 %
 *
 * The pooled variance is no alternative: one sample with 5 times the spread makes 17 % of tables false, against 5 % with
 * the t-test. Sign-flip p-values of 5 seeds are never below 0.0625. If the sample is the only one of its table, the
 * t-test finds the difference with 5 seeds in 99 % of cases.
 *
 * @param reference The index of one sample, which is not compared with itself; or a function that returns the reference
 *   of each sample, `undefined` to leave the sample out
 * @returns The comparison of each sample, in the same order; `undefined` for samples without a reference
 * @throws {RangeError} If a sample and its reference differ in their seeds or images, or an option is out of range
 *
 * @example
 * const samples = [
 *   { label: 'batch 128', values: [0.9902, 0.9899, 0.9904, 0.9897, 0.99] },
 *   { label: 'batch 32', values: [0.9921, 0.9922, 0.9925, 0.992, 0.9921] },
 *   { label: 'L2 1e-6', values: [0.9904, 0.9898, 0.9902, 0.99, 0.9899] },
 * ]
 * compareAll(samples, 0, { unit: 'points', scale: 100, digits: 2 })[1]?.sentence
 * // better than "batch 128" by 0.21 points (95 % interval 0.19 to 0.23, p < 0.001 after Holm)
 */
export function compareAll(
  samples: readonly LabeledSample[],
  reference: number | ((sample: LabeledSample, index: number) => LabeledSample | undefined),
  options: CompareOptions = {},
): (Comparison | undefined)[] {
  const { direction = 'maximize', level = 0.05, power = 0.8 } = options
  checkOpenUnitInterval('level', level)
  const referenceOf = typeof reference === 'number' ? fixedReference(samples, reference) : reference

  const pairs = samples.flatMap((sample, index) => {
    const other = referenceOf(sample, index)
    return other === undefined
      ? []
      : [{ index, labels: [sample.label, other.label], test: pairedTest(sample, other, 1 - level) }]
  })
  const adjusted = holm(pairs.map(({ test }) => test.p))
  const comparisons = new Array<Comparison | undefined>(samples.length).fill(undefined)
  pairs.forEach(({ index, labels, test }, position) => {
    const { seeds, difference, interval, p, signFlipP, disagreement } = test
    const adjustedP = adjusted[position]
    const verdict = verdictOf(difference, adjustedP <= level, direction)
    const facts = {
      label: labels[0],
      reference: labels[1],
      seeds,
      difference,
      interval,
      p,
      adjustedP,
      signFlipP,
      verdict,
      seedsNeeded:
        verdict === 'not distinguishable' ? seedsToFind(test, power, level / pairs.length) : undefined,
    }
    const context = { ...options, level, comparisonCount: pairs.length, disagreement }
    comparisons[index] = { ...facts, sentence: describeComparison(facts, context) }
  })
  return comparisons
}

function fixedReference(
  samples: readonly LabeledSample[],
  index: number,
): (sample: LabeledSample, index: number) => LabeledSample | undefined {
  if (samples[index] === undefined) {
    throw new RangeError(
      `\`reference\` must be the index of a sample, from 0 to ${samples.length - 1}, got ${index}.`,
    )
  }
  return (_, other) => (other === index ? undefined : samples[index])
}

function verdictOf(
  difference: number,
  isSignificant: boolean,
  direction: CompareOptions['direction'],
): Verdict {
  if (!isSignificant || difference === 0) return 'not distinguishable'
  return difference > 0 === (direction === 'maximize') ? 'better' : 'worse'
}

/** The caller divides the level by the number of comparisons, as if this sample alone differed from its reference. */
function seedsToFind(test: PairedTest, power: number, level: number): number | undefined {
  if (test.interval === undefined) return undefined
  return seedsNeeded({
    difference: test.difference,
    standardDeviation: test.deviation,
    fixedVariance: test.fixedVariance,
    power,
    level,
  })
}
