import { checked } from './find-problem.ts'
import type { FloatParameter } from './parameter.ts'

/** Options of `float()`. */
export interface FloatOptions {
  /** Whether values are uniform in the logarithm, which requires a positive `low`. Default false. */
  readonly log?: boolean
  /**
   * The distance between the values `low`, `low + step`, …: a positive number, at most `high` − `low`. Cannot be combined with `log`.
   * Default: values are continuous.
   */
  readonly step?: number
}

/**
 * Defines a parameter whose value is a number from `low` to `high`, both included.
 *
 * If `high` is not a multiple of `step` above `low`, the highest value is the last step below `high`.
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
