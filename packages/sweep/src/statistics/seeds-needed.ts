import { normalQuantile } from '../numerics/normal-quantile.ts'
import { checkShare } from './checks.ts'
import { studentQuantile } from './student-t.ts'

export interface SeedsNeededOptions {
  /** The mean difference to find, of either sign, in the metric's unit. */
  readonly difference: number
  /** Standard deviation of the paired differences between seeds, ≥ 0. */
  readonly standardDeviation: number
  /** How often the difference is to be found, above `level` and below 1. Default 0.8. */
  readonly power?: number
  /** Level of the two-sided test, above 0 and below 1; for one of m rows, a level of 0.05 / m is safe. Default 0.05. */
  readonly level?: number
  /** Variance of the mean difference that no number of seeds reduces, such as that of the test images. Default 0. */
  readonly fixedVariance?: number
}

/**
 * How many seeds each arm of a paired comparison needs: the least n ≥ 2 with
 *
 *     |Δ| ≥ (t_{1 − level / 2, n − 1} + t_{power, n − 1}) √(s² / n + v)
 *
 * by search upwards from the normal approximation. Cohen, "Statistical Power Analysis", 1988, §2. It is the exact count
 * by the non-central t or one off it. Where the difference was itself measured with few seeds, the answer is rough.
 *
 * @returns `undefined` where no number of seeds is enough: no difference, or the fixed variance hides it
 * @throws {RangeError} If an option is outside of its range
 *
 * @example
 * seedsNeeded({ difference: 0.05, standardDeviation: 0.07 }) // 18
 */
export function seedsNeeded(options: SeedsNeededOptions): number | undefined {
  const { difference, standardDeviation, power = 0.8, level = 0.05, fixedVariance = 0 } = options
  if (!Number.isFinite(difference)) throw new RangeError(`\`difference\` must be finite, got ${difference}.`)
  checkSpread('standardDeviation', standardDeviation)
  checkSpread('fixedVariance', fixedVariance)
  checkShare('power', power)
  checkShare('level', level)
  if (power <= level) {
    throw new RangeError(
      `\`power\` must be above \`level\`, which chance alone reaches: got ${power} and ${level}.`,
    )
  }

  /** Seeds by the quantiles of `n` seeds; Infinity where none are enough. */
  function needed(quantile: (probability: number) => number): number {
    const variance = (difference / (quantile(1 - level / 2) + quantile(power))) ** 2 - fixedVariance
    return variance > 0 ? standardDeviation ** 2 / variance : Infinity
  }

  const start = Math.max(2, Math.ceil(needed(normalQuantile)))
  if (!Number.isFinite(start)) return undefined
  return leastFrom(start, (n) => needed((probability) => quantileOf(probability, n - 1)) <= n)
}

/** Student's quantile; of many degrees by the first term of its expansion in their inverse, which is right to about 1e-5. */
function quantileOf(probability: number, degrees: number): number {
  if (degrees < 1000) return studentQuantile(probability, degrees)
  const z = normalQuantile(probability)
  return z + (z ** 3 + z) / (4 * degrees)
}

/** The least whole number from `start` up that is enough, where all above it are too: by growing steps, then halving. */
function leastFrom(start: number, enough: (n: number) => boolean): number {
  let low = start - 1
  let high = start
  for (let step = 1; !enough(high); step *= 2) {
    low = high
    high += step
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (enough(middle)) high = middle
    else low = middle
  }
  return high
}

function checkSpread(name: string, value: number): void {
  if (!(value >= 0 && value < Infinity)) throw new RangeError(`\`${name}\` must be 0 or more, got ${value}.`)
}
