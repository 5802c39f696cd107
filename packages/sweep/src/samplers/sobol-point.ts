import { mixBits } from '@tunekit/random-stream'
import { sobolDirections } from './sobol-directions.ts'

/** In how many dimensions there are points. */
export const sobolDimensions: number = sobolDirections.length + 1

/**
 * A coordinate of a point of the Sobol sequence, as a fraction of 2³²: an unsigned integer.
 *
 * In the order of the Gray code, as Antonov & Saleev 1979 and as SciPy and PyTorch: the exclusive or of the direction
 * numbers of the bits of index ⊕ ⌊index / 2⌋. Bratley & Fox, Algorithm 659, ACM TOMS 14 (1988).
 *
 * @param index From 0, below 2³²
 * @param dimension From 0, below {@link sobolDimensions}
 */
export function sobolPoint(index: number, dimension: number): number {
  const directions = (directionsByDimension[dimension] ??= directionsOf(dimension))
  let gray = (index ^ (index >>> 1)) >>> 0
  let point = 0
  for (let bit = 0; gray !== 0; bit++, gray >>>= 1) {
    if (gray & 1) point ^= directions[bit]
  }
  return point >>> 0
}

/**
 * Scrambles a coordinate by Owen's nested uniform scrambling: each binary digit is flipped or not, at random but the same
 * for all points that agree in the digits before it. Points of the sequence stay as evenly spread as they were, and each
 * is uniformly distributed.
 *
 * A. B. Owen, "Randomly Permuted (t,m,s)-Nets and (t,s)-Sequences", 1995. That the random flips come from a hash of the
 * digits before instead of a stored tree is from B. Burley, "Practical Hash-based Owen Scrambling", JCGT 9 (2020); the
 * hash here is MurmurHash3's finalizer, once a digit, not the paper's Laine-Karras hash of all digits.
 *
 * @param point An unsigned integer of 32 bits
 * @param seed An integer of 32 bits, of the dimension's own
 */
export function scramble(point: number, seed: number): number {
  let flips = 0
  for (let digit = 0; digit < 32; digit++) {
    const before = digit === 0 ? 0 : point >>> (32 - digit)
    flips = (flips << 1) | (mixBits(mixBits(before ^ seed) ^ digit) & 1)
  }
  return (point ^ flips) >>> 0
}

const directionsByDimension: (readonly number[])[] = []

/** The recurrence of Bratley & Fox 1988 by the primitive polynomial, on numbers shifted to 32 bits. */
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
