import { compareAll } from './compare-all.ts'
import type { CompareOptions, Comparison } from './comparison.ts'
import type { LabeledSample } from './sample.ts'

/**
 * Compares one sample with another over the same seeds. {@link compareAll} describes the test and the options, and
 * corrects for the number of comparisons if there are several.
 *
 * @throws {RangeError} If the samples differ in their seeds or images, or an option is out of range
 *
 * @example
 * const plain = { label: 'plain', values: [0.9902, 0.9899, 0.9904, 0.9897, 0.99] }
 * const decayed = { label: 'L2 1e-6', values: [0.9904, 0.9898, 0.9902, 0.99, 0.9899] }
 * compare(decayed, plain).sentence
 * // no difference from "plain" found with 5 seeds; about 925 would be needed
 */
export function compare(
  sample: LabeledSample,
  reference: LabeledSample,
  options: CompareOptions = {},
): Comparison {
  const [comparison] = compareAll([sample], () => reference, options)
  return comparison!
}
