import { checked } from './find-problem.ts'
import type { NormalParameter } from './parameter.ts'

/** Options of `normal()`. */
export interface NormalOptions {
  /** Whether the logarithm is normally distributed, with this mean and standard deviation. Default false. */
  readonly log?: boolean
  /** A positive number, to whose multiples values are rounded. Default: not rounded. */
  readonly step?: number
}

/**
 * Defines a parameter whose value, or the logarithm of whose value, is normally distributed.
 *
 * @param standardDeviation A positive number
 * @throws {RangeError} If an argument is not finite or out of its range, or values would overflow
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
