import { checked } from './find-problem.ts'
import type { IntParameter } from './parameter.ts'

/** Options of `int()`. */
export interface IntOptions {
  /** Whether values are uniform in the logarithm, which requires a positive `low`. Default false. */
  readonly log?: boolean
  /** The distance between the values `low`, `low + step`, …: a positive integer, at most `high` − `low`; 1 with `log`. Default 1. */
  readonly step?: number
}

/**
 * Defines a parameter whose value is an integer from `low` to `high`, both included.
 *
 * If `high` is not a multiple of `step` above `low`, the highest value is the last step below `high`.
 *
 * @throws {RangeError} If a number is not a safe integer, `low` is above `high`, or an option is out of its range
 *
 * @example
 * int(1, 5)
 * int(16, 256, { step: 16 })
 */
export function int(low: number, high: number, { log = false, step = 1 }: IntOptions = {}): IntParameter {
  return checked({ kind: 'int', low, high, log, step })
}
