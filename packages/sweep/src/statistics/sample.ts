import { checkFinite } from './checks.ts'

/** The results of one configuration with several seeds. */
export interface Sample {
  /** The metric, one number per seed. Samples that are compared have the same seeds in the same order. */
  readonly values: readonly number[]
  /**
   * One array per seed, with 1 for every test image that the model classified correctly and 0 for every other image. All
   * seeds of all samples use the same images in the same order. `values` must then be the accuracies, from 0 to 1.
   */
  readonly correct?: readonly Uint8Array[]
}

/** A sample with a label for tables and sentences. */
export interface LabeledSample extends Sample {
  /** The name of the configuration, such as 'batch 128'. */
  readonly label: string
}

/**
 * Returns the differences `a` − `b` of two samples, seed by seed.
 *
 * @throws {RangeError} If the samples differ in their number of seeds or a value is not finite
 */
export function pairDifferences(a: Sample, b: Sample): number[] {
  checkSample(a)
  checkSample(b)
  if (a.values.length !== b.values.length) {
    throw new RangeError(
      `Two samples must have the same seeds: got ${a.values.length} values and ${b.values.length}. ` +
        'Leave out the seeds that only one of them has.',
    )
  }
  return a.values.map((value, seed) => value - b.values[seed])
}

/**
 * Returns, for each seed and image, 1 where only `a` is correct, −1 where only `b` is correct, and 0 elsewhere.
 *
 * @returns `undefined` unless both samples have `correct`
 * @throws {RangeError} If the samples differ in their number of images
 */
export function pairImages(a: Sample, b: Sample): Int8Array[] | undefined {
  if (a.correct === undefined || b.correct === undefined) return undefined
  const other = b.correct
  return a.correct.map((correct, seed) => {
    if (correct.length !== other[seed].length) {
      throw new RangeError(
        `\`correct\` must cover the same images in both samples: got ${correct.length} and ${other[seed].length}.`,
      )
    }
    return Int8Array.from(correct, (isCorrect, image) => isCorrect - other[seed][image])
  })
}

function checkSample({ values, correct }: Sample): void {
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
      `\`correct[${seed}]\` must cover the same images as \`correct[0]\`, at least one: ` +
        `expected ${expected}, got ${images.length}.`,
    )
  }
  let correct = 0
  for (const flag of images) {
    if (flag > 1) throw new RangeError(`\`correct[${seed}]\` must hold ones and zeros, got ${flag}.`)
    correct += flag
  }
  // The tolerance admits an accuracy in 32 bits, but not an error of one image in 60,000.
  if (Math.abs(correct / images.length - value) > 1e-5) {
    throw new RangeError(
      `\`values[${seed}]\` must be the share of ones in \`correct[${seed}]\`: expected ${correct / images.length}, ` +
        `got ${value}. Leave \`correct\` out for a metric other than accuracy.`,
    )
  }
}
