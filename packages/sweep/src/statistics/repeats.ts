import { checkFinite } from './checks.ts'

/** What the repeats of one recipe, trained with several seeds, reached. */
export interface Repeats {
  /** The metric, one number per seed; two recipes that are compared have the same seeds in the same order. */
  readonly values: readonly number[]
  /**
   * For each seed, 1 for every test image that the model got right and 0 for the others; the images are the same and in
   * the same order for all seeds of both recipes. Then `values` must be the shares of ones: accuracies from 0 to 1.
   */
  readonly correct?: readonly Uint8Array[]
}

/**
 * Differences `a` − `b` of two recipes, seed by seed.
 *
 * @throws {RangeError} If the two do not have the same number of seeds and, where both have `correct`, of images
 */
export function pairDifferences(a: Repeats, b: Repeats): number[] {
  checkRepeats(a)
  checkRepeats(b)
  if (a.values.length !== b.values.length) {
    throw new RangeError(
      `Two recipes must have the same seeds: got ${a.values.length} values and ${b.values.length}. ` +
        'Leave out the seeds that only one of them has.',
    )
  }
  return a.values.map((value, seed) => value - b.values[seed])
}

/**
 * For each seed and image 1 where only `a` is right, −1 where only `b` is and 0 elsewhere; `undefined` unless both have
 * `correct`.
 */
export function pairImages(a: Repeats, b: Repeats): Int8Array[] | undefined {
  if (a.correct === undefined || b.correct === undefined) return undefined
  const other = b.correct
  return a.correct.map((correct, seed) => {
    if (correct.length !== other[seed].length) {
      throw new RangeError(
        `\`correct\` must be of the same images for both: got ${correct.length} and ${other[seed].length}.`,
      )
    }
    return Int8Array.from(correct, (right, image) => right - other[seed][image])
  })
}

function checkRepeats({ values, correct }: Repeats): void {
  checkFinite('values', values)
  if (correct === undefined) return
  if (correct.length !== values.length) {
    throw new RangeError(
      `\`correct\` must have one array per value: expected ${values.length}, got ${correct.length}.`,
    )
  }
  correct.forEach((images, seed) => checkImages(images, seed, correct[0].length, values[seed]))
}

function checkImages(images: Uint8Array, seed: number, expected: number, value: number): void {
  if (images.length === 0 || images.length !== expected) {
    throw new RangeError(
      `\`correct[${seed}]\` must be of the same images as \`correct[0]\`, and of some: ` +
        `expected ${expected}, got ${images.length}.`,
    )
  }
  let right = 0
  for (const one of images) {
    if (one > 1) throw new RangeError(`\`correct[${seed}]\` must hold ones and zeros, got ${one}.`)
    right += one
  }
  // Leaves room for an accuracy of 32 bits, not for one image among 60,000.
  if (Math.abs(right / images.length - value) > 1e-5) {
    throw new RangeError(
      `\`values[${seed}]\` must be the share of ones in \`correct[${seed}]\`: expected ${right / images.length}, ` +
        `got ${value}. Leave \`correct\` out for a metric other than accuracy.`,
    )
  }
}
