import { randomStream } from '../random-stream.ts'
import { checkFinite } from './checks.ts'

export interface SignFlipTestOptions {
  /** Chooses the random flips of more than 20 differences, a safe integer. Default 0. */
  readonly seed?: number
}

const mostExact = 20
const randomFlips = 100_000

/**
 * How often chance alone would make the mean of paired differences as far from 0 as it is: the two-sided p-value of
 * flipping signs, which supposes only that a difference is as likely as its negative where there is no effect.
 *
 * All 2ⁿ flips of up to 20 differences are counted; of more, 100,000 random ones and the observed one (Phipson & Smyth,
 * arXiv:1603.05766). Means that differ by rounding only are equal.
 *
 * The p-value of n differences is never below 2 / 2ⁿ: 5 seeds cannot reach 0.05, whatever they show.
 *
 * Fisher, "The Design of Experiments", 1935, §21.
 *
 * @throws {RangeError} If there is no difference, or one is not finite
 *
 * @example
 * signFlipTest([0.2, 0.1, 0.3, 0.2, 0.1]) // 0.0625 = 2 / 2⁵
 */
export function signFlipTest(differences: readonly number[], { seed = 0 }: SignFlipTestOptions = {}): number {
  checkFinite('differences', differences)
  // Sizes in order, so that neither the order of seeds nor which arm is subtracted changes a random p-value.
  const sizes = differences.map(Math.abs).sort((a, b) => a - b)
  const total = sizes.reduce((sum, size) => sum + size, 0)
  const observed = Math.abs(differences.reduce((sum, difference) => sum + difference, 0)) - 1e-9 * total
  return sizes.length <= mostExact ? exact(sizes, total, observed) : sampled(sizes, observed, seed)
}

/** Counts half of the flips, as the other half mirrors it; each differs from the last by one sign (Gray code). */
function exact(sizes: readonly number[], total: number, observed: number): number {
  const flips = 2 ** (sizes.length - 1)
  const signs = sizes.map(() => 1)
  let sum = total
  let extreme = 1
  for (let flip = 1; flip < flips; flip++) {
    const index = 31 - Math.clz32(flip & -flip)
    signs[index] = -signs[index]
    sum += 2 * signs[index] * sizes[index]
    if (Math.abs(sum) >= observed) extreme++
  }
  return extreme / flips
}

function sampled(sizes: readonly number[], observed: number, seed: number): number {
  const random = randomStream('sign-flip', seed)
  let extreme = 1
  for (let flip = 0; flip < randomFlips; flip++) {
    let sum = 0
    for (const size of sizes) sum += random() < 0.5 ? size : -size
    if (Math.abs(sum) >= observed) extreme++
  }
  return extreme / (randomFlips + 1)
}
