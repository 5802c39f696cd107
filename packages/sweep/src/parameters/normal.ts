import { checked } from './find-problem.ts'
import type { NormalParameter } from './parameter.ts'

/** Options of `normal()`. */
export interface NormalOptions {
  /** Whether the logarithm of the value is normally distributed, with this mean and standard deviation. Default false. */
  readonly log?: boolean
  /** Values are rounded to multiples of this positive number. Default: not rounded. */
  readonly step?: number
}

/**
 * Defines a parameter whose value is normally or, with `log`, log-normally distributed.
 *
 * @param standardDeviation A positive number
 * @throws {RangeError} If an argument is not finite or is out of its range, or values would overflow
 *
 * @example
 * normal(0, 1)
 * normal(Math.log(1e-3), 1, { log: true }) // half of all values are below 1e-3
 */
export function normal(
  mean: number,
  standardDeviation: number,
  { log = false, step }: NormalOptions = {},
): NormalParameter {
  return checked({ kind: 'normal', mean, standardDeviation, log, ...(step !== undefined && { step }) })
}
