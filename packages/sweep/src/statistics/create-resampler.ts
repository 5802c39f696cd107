import { mean } from '../numerics/mean.ts'
import type { Random } from '../random-stream.ts'
import { binomialTable, drawFrom } from './binomial-table.ts'

/** Draws resampled mean differences, of which some may be seen from the other side. */
export interface Resampler {
  /** One resampled mean of `sign` × the differences. */
  draw(random: Random): number
  /** `sign` × the observed mean difference. */
  readonly observed: number
  /** Which arm the resampler takes for the first: the draws for swapped arms are the same. */
  readonly sign: 1 | -1
  /** What each seed and image adds to `observed`, relative to a unit that changes nothing. */
  readonly influences: readonly number[]
}

interface Seed {
  readonly difference: number
  readonly images: Int8Array
}

/**
 * A resampler of seeds, and of images if there are any, whose draws depend neither on the order of seeds and images nor,
 * but for the sign, on which arm is the first.
 *
 * Images with the same differences for all seeds are one pattern. Most images have the pattern of zeros, so a draw takes
 * the number of the others from its binomial distribution and then draws only these.
 */
export function createResampler(
  differences: readonly number[],
  images: readonly Int8Array[] | undefined,
): Resampler {
  const given = differences.map((difference, seed) => ({
    difference: images === undefined ? difference : mean([...images[seed]]),
    images: images?.[seed] ?? new Int8Array(),
  }))
  const forwards = given.toSorted(compareSeeds)
  const backwards = given.map(negated).sort(compareSeeds)
  const sign = compareLists(forwards, backwards) >= 0 ? 1 : -1
  const seeds = sign > 0 ? forwards : backwards
  const observed = mean(seeds.map(({ difference }) => difference))
  const ofSeeds = seeds.map(({ difference }) => (difference - observed) / seeds.length)
  if (images === undefined) {
    const draw = (random: Random): number => {
      let sum = 0
      for (let count = 0; count < seeds.length; count++) {
        sum += seeds[Math.floor(random() * seeds.length)].difference
      }
      return sum / seeds.length
    }
    return { draw, observed, sign, influences: ofSeeds }
  }
  const total = images[0].length
  const ofImages = Array.from({ length: total }, (_, image) => {
    const average = mean(seeds.map((seed) => seed.images[image]))
    return (average - observed) / total
  })
  return { draw: imageDraw(seeds, total), observed, sign, influences: [...ofSeeds, ...ofImages] }
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
    for (let left = drawFrom(table, random); left > 0; left--) {
      sum += sums[patternOf[Math.floor(random() * differing)]]
    }
    return sum / (n * total)
  }
}

/** The distinct columns that are not all zero, in order, and for each image that has one its index. */
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
