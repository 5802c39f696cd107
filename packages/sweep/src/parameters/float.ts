import { checked } from './find-problem.ts'
import type { FloatParameter } from './parameter.ts'

export interface FloatOptions {
  /** Uniform in the logarithm; `low` must be above 0. Default false. */
  readonly log?: boolean
  /** Above 0, at most `high` − `low`. Only `low`, `low + step`, …; not together with `log`. Default: every number. */
  readonly step?: number
}

/**
 * A number from `low` to `high`, both included.
 *
 * If `high` is not a whole number of steps above `low`, the last step below it is the highest value.
 *
 * @throws {RangeError} If a number is not finite, `low` is above `high`, or an option is out of its range
 *
 * @example
 * float(1e-4, 1e-1, { log: true })
 * float(0, 0.5, { step: 0.1 })
 */
export function float(low: number, high: number, { log = false, step }: FloatOptions = {}): FloatParameter {
  return checked({ kind: 'float', low, high, log, ...(step !== undefined && { step }) })
}
