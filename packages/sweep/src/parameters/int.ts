import { checked } from './find-problem.ts'
import type { IntParameter } from './parameter.ts'

export interface IntOptions {
  /** Uniform in the logarithm; `low` must be at least 1. Default false. */
  readonly log?: boolean
  /** An integer from 1, at most `high` − `low`. Only `low`, `low + step`, …; 1 with `log`. Default 1. */
  readonly step?: number
}

/**
 * An integer from `low` to `high`, both included.
 *
 * If `high` is not a whole number of steps above `low`, the last step below it is the highest value.
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
