import { normalQuantile } from '../numerics/normal-distribution.ts'
import { checkOpenUnitInterval } from './checks.ts'
import { studentQuantile } from './student-t.ts'

/** The comparison for which {@link seedsNeeded} computes the number of seeds. */
export interface SeedsNeededOptions {
  /** The mean difference to find, of either sign, in the unit of the metric. */
  readonly difference: number
  /** Standard deviation of the paired differences between seeds, non-negative. */
  readonly standardDeviation: number
  /** Probability of finding the difference, above `level` and below 1. Default 0.8. */
  readonly power?: number
  /** Level of the two-sided test, in (0, 1). For one of m comparisons, 0.05 / m is safe. Default 0.05. */
  readonly level?: number
  /** Variance of the mean difference that no number of seeds reduces, such as that of the test images. Default 0. */
  readonly fixedVariance?: number
}

/**
 * Computes how many seeds each sample of a paired comparison needs: the least n ≥ 2 with
 *
 *     |Δ| ≥ (t_{1 − level / 2, n − 1} + t_{power, n − 1}) √(s² / n + v)
 *
 * The search starts at the normal approximation and goes upwards. Cohen, "Statistical Power Analysis", 1988, §2. The
 * result is within 1 of the exact count by the non-central t distribution. It is rough if the difference itself was
 * measured with few seeds.
 *
 * @returns `undefined` if no number of seeds is enough: there is no difference, or the fixed variance hides it
 * @throws {RangeError} If an option is out of range
 *
 * @example
 * seedsNeeded({ difference: 0.05, standardDeviation: 0.07 }) // 18
 */
export function seedsNeeded(options: SeedsNeededOptions): number | undefined {
  const { difference, standardDeviation, power = 0.8, level = 0.05, fixedVariance = 0 } = options
  if (!Number.isFinite(difference)) {
    throw new RangeError(`\`difference\` must be a finite number, got ${difference}.`)
  }
  checkNonNegative('standardDeviation', standardDeviation)
  checkNonNegative('fixedVariance', fixedVariance)
  checkOpenUnitInterval('power', power)
  checkOpenUnitInterval('level', level)
  if (power <= level) {
    throw new RangeError(
      `\`power\` must be above \`level\`, which chance alone reaches, got ${power} and ${level}.`,
    )
  }

  /** The number of seeds by a distribution's quantiles; Infinity if no number is enough. */
  function seedsBy(quantile: (probability: number) => number): number {
    const variance = (difference / (quantile(1 - level / 2) + quantile(power))) ** 2 - fixedVariance
    return variance > 0 ? standardDeviation ** 2 / variance : Infinity
  }

  const start = Math.max(2, Math.ceil(seedsBy(normalQuantile)))
  if (!Number.isFinite(start)) return undefined
  return leastInteger(start, (n) => seedsBy((probability) => quantileOf(probability, n - 1)) <= n)
}

/**
 * Student's quantile. For many degrees of freedom it is the first term of the quantile's expansion in 1 / degrees, which
 * is right to about 1e-5.
 */
function quantileOf(probability: number, degrees: number): number {
  if (degrees < 1000) return studentQuantile(probability, degrees)
  const z = normalQuantile(probability)
  return z + (z ** 3 + z) / (4 * degrees)
}

/**
 * Finds the least integer from `start` up that is enough, by growing steps and then by halving the last one. Every integer
 * above an integer that is enough must be enough too.
 */
function leastInteger(start: number, isEnough: (n: number) => boolean): number {
  let low = start - 1
  let high = start
  for (let step = 1; !isEnough(high); step *= 2) {
    low = high
    high += step
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (isEnough(middle)) high = middle
    else low = middle
  }
  return high
}

function checkNonNegative(name: string, value: number): void {
  if (!(value >= 0 && value < Infinity)) {
    throw new RangeError(`\`${name}\` must be a non-negative number, got ${value}.`)
  }
}
