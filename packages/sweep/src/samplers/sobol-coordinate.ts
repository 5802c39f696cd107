import { mixBits } from '@tunekit/random-stream'
import { sobolDirections } from './sobol-directions.ts'

/** The number of dimensions of the sequence. */
export const sobolDimensions: number = sobolDirections.length + 1

/**
 * Returns a coordinate of a point of the Sobol sequence, as an unsigned integer in units of 2⁻³².
 *
 * The points are in the order of the Gray code, as in Antonov & Saleev 1979, SciPy and PyTorch: a coordinate is the exclusive or of
 * the direction numbers of the bits of index ⊕ ⌊index / 2⌋. Bratley & Fox, Algorithm 659, ACM TOMS 14 (1988).
 *
 * @param index The number of the point, in [0, 2³²)
 * @param dimension The number of the dimension, in [0, {@link sobolDimensions})
 */
export function sobolCoordinate(index: number, dimension: number): number {
  const directions = (directionsByDimension[dimension] ??= directionsOf(dimension))
  let gray = (index ^ (index >>> 1)) >>> 0
  let point = 0
  for (let bit = 0; gray !== 0; bit++, gray >>>= 1) {
    if (gray & 1) point ^= directions[bit]
  }
  return point >>> 0
}

/**
 * Scrambles a coordinate by Owen's nested uniform scrambling: each binary digit is flipped at random, but equally for all points
 * with the same preceding digits. The points of the sequence stay evenly spread, and each is uniformly distributed.
 *
 * A. B. Owen, "Randomly Permuted (t,m,s)-Nets and (t,s)-Sequences", 1995. As in B. Burley, "Practical Hash-based Owen Scrambling",
 * JCGT 9 (2020), the flips are a hash of the preceding digits instead of a stored tree. Differs: the hash is MurmurHash3's finalizer,
 * once for each digit, not the paper's Laine-Karras hash of all digits.
 *
 * @param coordinate An unsigned 32-bit integer
 * @param seed A 32-bit integer, a different one for each dimension
 */
export function scramble(coordinate: number, seed: number): number {
  let flips = 0
  for (let digit = 0; digit < 32; digit++) {
    const before = digit === 0 ? 0 : coordinate >>> (32 - digit)
    flips = (flips << 1) | (mixBits(mixBits(before ^ seed) ^ digit) & 1)
  }
  return (coordinate ^ flips) >>> 0
}

const directionsByDimension: (readonly number[])[] = []

/** Computes direction numbers by the recurrence of Bratley & Fox 1988 for a primitive polynomial, shifted to 32 bits. */
function directionsOf(dimension: number): readonly number[] {
  if (dimension === 0) return Array.from({ length: 32 }, (_, bit) => 1 << (31 - bit))
  const [coefficients, ...initial] = sobolDirections[dimension - 1]
  const degree = initial.length
  const directions = initial.map((number, bit) => number << (31 - bit))
  for (let bit = degree; bit < 32; bit++) {
    let direction = directions[bit - degree] ^ (directions[bit - degree] >>> degree)
    for (let k = 1; k < degree; k++) {
      if ((coefficients >> (degree - 1 - k)) & 1) direction ^= directions[bit - k]
    }
    directions.push(direction)
  }
  return directions
}
