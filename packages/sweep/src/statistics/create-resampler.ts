import type { Random } from '@tunekit/random-stream'
import { mean } from '../numerics/moments.ts'
import { logGamma } from './log-gamma.ts'

/** Draws resampled mean differences, in a canonical order and sign. */
export interface Resampler {
  /** Draws one resampled mean of `sign` × the differences. */
  draw(random: Random): number
  /** `sign` × the observed mean difference. */
  readonly observed: number
  /** −1 if the resampler swaps the two samples, so that both orders of the samples get the same draws. */
  readonly sign: 1 | -1
  /** The contribution of each seed and each image to `observed`; the influences sum to 0. */
  readonly influences: readonly number[]
}

interface Seed {
  readonly difference: number
  readonly images: Int8Array
}

/**
 * Creates a resampler of seeds and, if given, of images. Its draws depend neither on the order of seeds and images nor,
 * apart from the sign, on which sample comes first.
 *
 * Images whose differences agree for every seed share a pattern. Most images have the pattern of zeros, so a draw takes the
 * number of the other images from its binomial distribution and then draws only those.
 */
export function createResampler(
  differences: readonly number[],
  images: readonly Int8Array[] | undefined,
): Resampler {
  const paired = differences.map((difference, seed) => ({
    difference: images === undefined ? difference : mean([...images[seed]]),
    images: images?.[seed] ?? new Int8Array(),
  }))
  const forwards = paired.toSorted(compareSeeds)
  const backwards = paired.map(negated).sort(compareSeeds)
  const sign = compareLists(forwards, backwards) >= 0 ? 1 : -1
  const seeds = sign > 0 ? forwards : backwards
  const observed = mean(seeds.map(({ difference }) => difference))
  const seedInfluences = seeds.map(({ difference }) => (difference - observed) / seeds.length)
  if (images === undefined) {
    const draw = (random: Random): number => {
      let sum = 0
      for (let count = 0; count < seeds.length; count++) {
        sum += seeds[Math.floor(random() * seeds.length)].difference
      }
      return sum / seeds.length
    }
    return { draw, observed, sign, influences: seedInfluences }
  }
  const total = images[0].length
  const imageInfluences = Array.from({ length: total }, (_, image) => {
    const average = mean(seeds.map((seed) => seed.images[image]))
    return (average - observed) / total
  })
  return {
    draw: imageDraw(seeds, total),
    observed,
    sign,
    influences: [...seedInfluences, ...imageInfluences],
  }
}

function imageDraw(seeds: readonly Seed[], total: number): (random: Random) => number {
  const n = seeds.length
  const { patterns, patternOf } = patternsOf(seeds, total)
  const differing = patternOf.length
  const table = binomialTable(total, differing / total)
  const times = new Int32Array(n)
  const sums = new Int32Array(patterns.length)
  return (random) => {
    times.fill(0)
    for (let count = 0; count < n; count++) times[Math.floor(random() * n)]++
    patterns.forEach((pattern, index) => {
      let sum = 0
      for (let seed = 0; seed < n; seed++) sum += times[seed] * pattern[seed]
      sums[index] = sum
    })
    let sum = 0
    for (let left = drawCount(table, random); left > 0; left--) {
      sum += sums[patternOf[Math.floor(random() * differing)]]
    }
    return sum / (n * total)
  }
}

/** Finds the distinct patterns other than zeros, in order, and the pattern's index of each image that has one. */
function patternsOf(
  seeds: readonly Seed[],
  total: number,
): { readonly patterns: readonly Int8Array[]; readonly patternOf: Int32Array } {
  const counts = new Map<string, { pattern: Int8Array; count: number }>()
  for (let image = 0; image < total; image++) {
    if (seeds.every((seed) => seed.images[image] === 0)) continue
    const pattern = Int8Array.from(seeds, (seed) => seed.images[image])
    const known = counts.get(pattern.join())
    if (known === undefined) counts.set(pattern.join(), { pattern, count: 1 })
    else known.count++
  }
  const groups = [...counts.values()].sort((a, b) => compareArrays(a.pattern, b.pattern))
  const patternOf = groups.flatMap(({ count }, index) => new Array<number>(count).fill(index))
  return { patterns: groups.map(({ pattern }) => pattern), patternOf: Int32Array.from(patternOf) }
}

/** Returns the probabilities of 0, at most 1, …, at most `trials` successes. */
export function binomialTable(trials: number, probability: number): Float64Array {
  const table = new Float64Array(trials + 1)
  let sum = 0
  for (let successes = 0; successes <= trials; successes++) {
    sum += binomialProbability(successes, trials, probability)
    table[successes] = sum
  }
  return table
}

function binomialProbability(successes: number, trials: number, probability: number): number {
  if (probability === 0) return successes === 0 ? 1 : 0
  if (probability === 1) return successes === trials ? 1 : 0
  const failures = trials - successes
  const logWays = logGamma(trials + 1) - logGamma(successes + 1) - logGamma(failures + 1)
  return Math.exp(logWays + successes * Math.log(probability) + failures * Math.log1p(-probability))
}

/** Draws a number of successes from a table of cumulative probabilities, by binary search. */
function drawCount(table: Float64Array, random: Random): number {
  const uniform = random()
  let low = 0
  let high = table.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (table[middle] > uniform) high = middle
    else low = middle + 1
  }
  return low
}

function negated({ difference, images }: Seed): Seed {
  return { difference: -difference, images: images.map((value) => -value) }
}

function compareSeeds(a: Seed, b: Seed): number {
  return a.difference - b.difference || compareArrays(a.images, b.images)
}

function compareLists(a: readonly Seed[], b: readonly Seed[]): number {
  return a.reduce((order, seed, index) => order || compareSeeds(seed, b[index]), 0)
}

function compareArrays(a: Int8Array, b: Int8Array): number {
  const index = a.findIndex((value, position) => value !== b[position])
  return index < 0 ? 0 : a[index] - b[index]
}
