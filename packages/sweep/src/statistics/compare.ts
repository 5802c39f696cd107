import { compareAll } from './compare-all.ts'
import type { CompareOptions, Comparison, Row } from './compare-all.ts'

/**
 * Compares one recipe with another over the same seeds; see {@link compareAll} for the test and the options. Where several
 * are compared, take `compareAll`: it adjusts for their number.
 *
 * @throws {RangeError} If the two do not have the same seeds or images, or an option is out of range
 *
 * @example
 * const plain = { label: 'plain', values: [0.9902, 0.9899, 0.9904, 0.9897, 0.99] }
 * const decayed = { label: 'L2 1e-6', values: [0.9904, 0.9898, 0.9902, 0.99, 0.9899] }
 * compare(decayed, plain).sentence
 * // not distinguishable from "plain" with 5 seeds; about 925 would be needed
 */
export function compare(candidate: Row, reference: Row, options: CompareOptions = {}): Comparison {
  const [comparison] = compareAll([candidate], () => reference, options)
  return comparison!
}
