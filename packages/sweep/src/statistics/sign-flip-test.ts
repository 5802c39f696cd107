import { randomStream } from '@tunekit/random-stream'
import { checkFinite } from './checks.ts'

/** Options of {@link signFlipTest}. */
export interface SignFlipTestOptions {
  /** A safe integer that chooses the random flips of more than 20 differences. Default 0. */
  readonly seed?: number
}

/** Beyond this number of differences, flips are sampled. */
const maxExact = 20
const sampledFlips = 100_000

/**
 * Computes how often chance alone makes the mean of paired differences as far from 0 as the observed one: the two-sided
 * p-value of the sign-flip test. It assumes only that, without an effect, a difference is as likely as its negative.
 *
 * Up to 20 differences, all 2ⁿ flips are counted; beyond, 100,000 random flips and the observed one (Phipson & Smyth,
 * arXiv:1603.05766). Means that differ only by rounding count as equal.
 *
 * The p-value of n differences is never below 2 / 2ⁿ: 5 seeds cannot reach 0.05, whatever they show.
 *
 * Fisher, "The Design of Experiments", 1935, §21.
 *
 * @throws {RangeError} If there is no difference, or a difference is not finite
 *
 * @example
 * signFlipTest([0.2, 0.1, 0.3, 0.2, 0.1]) // 0.0625 = 2 / 2⁵
 */
export function signFlipTest(differences: readonly number[], { seed = 0 }: SignFlipTestOptions = {}): number {
  checkFinite('differences', differences)
  // The magnitudes are sorted so that a sampled p-value depends neither on the order of seeds nor on the sign.
  const magnitudes = differences.map(Math.abs).sort((a, b) => a - b)
  const total = magnitudes.reduce((sum, magnitude) => sum + magnitude, 0)
  const observed = Math.abs(differences.reduce((sum, difference) => sum + difference, 0)) - 1e-9 * total
  return magnitudes.length <= maxExact
    ? countAllFlips(magnitudes, total, observed)
    : sampleFlips(magnitudes, observed, seed)
}

/** Counts half of the flips, since the other half mirrors them. Each flip changes one sign of the last one (Gray code). */
function countAllFlips(magnitudes: readonly number[], total: number, observed: number): number {
  const flips = 2 ** (magnitudes.length - 1)
  const signs = magnitudes.map(() => 1)
  let sum = total
  let extreme = 1
  for (let flip = 1; flip < flips; flip++) {
    const index = 31 - Math.clz32(flip & -flip)
    signs[index] = -signs[index]
    sum += 2 * signs[index] * magnitudes[index]
    if (Math.abs(sum) >= observed) extreme++
  }
  return extreme / flips
}

function sampleFlips(magnitudes: readonly number[], observed: number, seed: number): number {
  const random = randomStream('sign-flip', seed).uniform
  let extreme = 1
  for (let flip = 0; flip < sampledFlips; flip++) {
    let sum = 0
    for (const magnitude of magnitudes) sum += random() < 0.5 ? magnitude : -magnitude
    if (Math.abs(sum) >= observed) extreme++
  }
  return extreme / (sampledFlips + 1)
}
