import { checked } from './find-problem.ts'
import type { NormalParameter } from './parameter.ts'

export interface NormalOptions {
  /** The logarithm is normally distributed; mean and standard deviation are of the logarithm. Default false. */
  readonly log?: boolean
  /** Above 0. Values are rounded to multiples of it. Default: not rounded. */
  readonly step?: number
}

/**
 * A number that is normally distributed, or whose logarithm is.
 *
 * @param standardDeviation Above 0
 * @throws {RangeError} If a number is not finite or out of its range, or values would be too large for numbers
 *
 * @example
 * normal(0, 1)
 * normal(Math.log(1e-3), 1, { log: true }) // half of all below 1e-3
 */
export function normal(
  mean: number,
  standardDeviation: number,
  { log = false, step }: NormalOptions = {},
): NormalParameter {
  return checked({ kind: 'normal', mean, standardDeviation, log, ...(step !== undefined && { step }) })
}
