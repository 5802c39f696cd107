import { mean } from '../numerics/mean.ts'
import { variance } from '../numerics/variance.ts'
import { pairDifferences, pairImages } from './repeats.ts'
import type { Repeats } from './repeats.ts'
import { signFlipTest } from './sign-flip-test.ts'
import { studentQuantile, studentTails } from './student-t.ts'

export interface PairedTest {
  readonly seeds: number
  /** Mean of candidate − reference. */
  readonly difference: number
  /** `undefined` where the spread is not known: one seed, or differences that are all the same. */
  readonly interval: readonly [low: number, high: number] | undefined
  readonly p: number
  readonly signFlipP: number
  /** Standard deviation of what one seed more averages out. */
  readonly deviation: number
  /** Variance of the difference that stays however many seeds there are, because the test images are few. */
  readonly fixedVariance: number
  /** Images that only the candidate's model gets right, and only the reference's, of one seed. */
  readonly disagreement: readonly [candidate: number, reference: number] | undefined
}

/** The test that {@link compareAll} describes. */
export function pairedTest(candidate: Repeats, reference: Repeats, confidence: number): PairedTest {
  const differences = pairDifferences(candidate, reference)
  const images = pairImages(candidate, reference)
  const seeds = differences.length
  const difference = mean(differences)
  const signFlipP = signFlipTest(differences)
  if (seeds === 1) {
    const disagreement = images && ([count(images[0], 1), count(images[0], -1)] as const)
    return {
      seeds,
      difference,
      interval: undefined,
      p: 1,
      signFlipP,
      deviation: 0,
      fixedVariance: 0,
      disagreement,
    }
  }

  const ofSeeds = variance(differences) / seeds
  const { ofImages, ofBoth } = images === undefined ? { ofImages: 0, ofBoth: 0 } : imageVariances(images)
  const total = ofSeeds + ofImages
  const spread = {
    deviation: Math.sqrt(seeds * (ofSeeds + ofBoth)),
    fixedVariance: Math.max(0, ofImages - ofBoth),
  }
  // Values are rounded to 64 bits at best, so that equal differences seldom are equal to the last bit.
  const values = [...candidate.values, ...reference.values]
  const rounding = 1e-12 * values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0)
  if (Math.sqrt(total) <= rounding) {
    const base = { seeds, difference, interval: undefined, p: signFlipP, signFlipP, disagreement: undefined }
    return { ...base, ...spread }
  }
  const otherImages = images === undefined ? 1 : Math.max(1, images[0].length - 1)
  const degrees = total ** 2 / (ofSeeds ** 2 / (seeds - 1) + ofImages ** 2 / otherImages)
  const error = Math.sqrt(total)
  const reach = studentQuantile((1 + confidence) / 2, degrees) * error
  return {
    seeds,
    difference,
    interval: [difference - reach, difference + reach],
    p: studentTails(difference / error, degrees),
    signFlipP,
    ...spread,
    disagreement: undefined,
  }
}

/** Variances of the mean difference by the choice of images, and by what a seed and an image make only together. */
function imageVariances(images: readonly Int8Array[]): {
  readonly ofImages: number
  readonly ofBoth: number
} {
  const seeds = images.length
  const total = images[0].length
  if (total < 2) return { ofImages: 0, ofBoth: 0 }
  const sums = new Int32Array(total)
  let squares = 0
  let squaresOfSeeds = 0
  for (const seed of images) {
    let sum = 0
    for (let image = 0; image < total; image++) {
      const value = seed[image]
      sums[image] += value
      sum += value
      squares += value * value
    }
    squaresOfSeeds += (sum * sum) / total
  }
  let sum = 0
  let squaresOfImages = 0
  for (const ofImage of sums) {
    sum += ofImage
    squaresOfImages += (ofImage * ofImage) / seeds
  }
  const center = (sum * sum) / (seeds * total)
  const remainder = Math.max(0, squares - squaresOfSeeds - squaresOfImages + center)
  return {
    ofImages: (squaresOfImages - center) / (seeds * total * (total - 1)),
    ofBoth: remainder / ((seeds - 1) * (total - 1) * seeds * total),
  }
}

function count(values: Int8Array, wanted: number): number {
  return values.reduce((sum, value) => sum + (value === wanted ? 1 : 0), 0)
}
