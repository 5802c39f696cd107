import { mean, variance } from '../numerics/moments.ts'
import { pairDifferences, pairImages } from './sample.ts'
import type { Sample } from './sample.ts'
import { signFlipTest } from './sign-flip-test.ts'
import { studentQuantile, twoSidedP } from './student-t.ts'

export interface PairedTest {
  readonly seeds: number
  /** Mean of sample − reference. */
  readonly difference: number
  /** `undefined` if the spread is unknown: one seed, or differences that are all the same. */
  readonly interval: readonly [low: number, high: number] | undefined
  readonly p: number
  readonly signFlipP: number
  /** Standard deviation of the part of a single seed's difference that more seeds average out. */
  readonly deviation: number
  /** Variance of the mean difference that remains for any number of seeds, because the test images are few. */
  readonly fixedVariance: number
  /** For one seed, the numbers of images on which only the sample's or only the reference's model is correct. */
  readonly disagreement: readonly [sample: number, reference: number] | undefined
}

/** Runs the test that {@link compareAll} describes. */
export function pairedTest(sample: Sample, reference: Sample, confidence: number): PairedTest {
  const differences = pairDifferences(sample, reference)
  const images = pairImages(sample, reference)
  const seeds = differences.length
  const difference = mean(differences)
  const signFlipP = signFlipTest(differences)
  const base = { seeds, difference, interval: undefined, signFlipP, disagreement: undefined }
  if (seeds === 1) {
    const disagreement = images && ([count(images[0], 1), count(images[0], -1)] as const)
    return { ...base, p: 1, deviation: 0, fixedVariance: 0, disagreement }
  }

  const seedVariance = variance(differences) / seeds
  const { imageVariance, interactionVariance } =
    images === undefined ? { imageVariance: 0, interactionVariance: 0 } : imageVariances(images)
  const total = seedVariance + imageVariance
  const spread = {
    deviation: Math.sqrt(seeds * (seedVariance + interactionVariance)),
    fixedVariance: Math.max(0, imageVariance - interactionVariance),
  }
  // Values are rounded to 64 bits at best, so differences that should be equal seldom agree to the last bit.
  const values = [...sample.values, ...reference.values]
  const rounding = 1e-12 * values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0)
  if (Math.sqrt(total) <= rounding) return { ...base, ...spread, p: signFlipP }

  const imageDegrees = images === undefined ? 1 : Math.max(1, images[0].length - 1)
  const degrees = total ** 2 / (seedVariance ** 2 / (seeds - 1) + imageVariance ** 2 / imageDegrees)
  const error = Math.sqrt(total)
  const halfWidth = studentQuantile((1 + confidence) / 2, degrees) * error
  return {
    ...base,
    ...spread,
    interval: [difference - halfWidth, difference + halfWidth],
    p: twoSidedP(difference / error, degrees),
  }
}

/** The variances of the mean difference by the choice of images and by the interaction of seed and image. */
function imageVariances(images: readonly Int8Array[]): {
  readonly imageVariance: number
  readonly interactionVariance: number
} {
  const seeds = images.length
  const total = images[0].length
  if (total < 2) return { imageVariance: 0, interactionVariance: 0 }
  const imageSums = new Int32Array(total)
  let squares = 0
  let seedSquares = 0
  for (const seed of images) {
    let seedSum = 0
    for (let image = 0; image < total; image++) {
      const value = seed[image]
      imageSums[image] += value
      seedSum += value
      squares += value * value
    }
    seedSquares += (seedSum * seedSum) / total
  }
  let sum = 0
  let imageSquares = 0
  for (const imageSum of imageSums) {
    sum += imageSum
    imageSquares += (imageSum * imageSum) / seeds
  }
  const center = (sum * sum) / (seeds * total)
  const remainder = Math.max(0, squares - seedSquares - imageSquares + center)
  return {
    imageVariance: (imageSquares - center) / (seeds * total * (total - 1)),
    interactionVariance: remainder / ((seeds - 1) * (total - 1) * seeds * total),
  }
}

function count(values: Int8Array, wanted: number): number {
  return values.reduce((sum, value) => sum + (value === wanted ? 1 : 0), 0)
}
