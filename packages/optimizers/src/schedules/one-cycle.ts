import { between } from '../numerics/between.ts'
import { halfWave } from '../numerics/half-wave.ts'
import { atLeast, fixed, nonNegative, positiveInteger, unitInterval } from '../options/option.ts'
import type { Schedule } from '../options/schedule.ts'
import { namedSchedule } from './named-schedule.ts'

/** Options of {@link oneCycle}. */
export interface OneCycleOptions {
  /** The largest value, ≥ 0. */
  readonly peak: number
  /** Number of steps of the cycle, a positive integer. */
  readonly steps: number
  /** Fraction of the steps during which the value rises, in [0, 1). Default 0.3. */
  readonly warmupFraction?: number
  /** Ratio of `peak` to the value at the first step, ≥ 1. Default 25. */
  readonly startFactor?: number
  /** Ratio of the value at the first step to the value from step `steps` onward, ≥ 1. Default 1e4. */
  readonly endFactor?: number
}

/**
 * Creates a schedule of the 1cycle policy, which rises along half a cosine wave, then falls along another half to
 * almost 0.
 *
 *     start = peak / startFactor,  end = start / endFactor,  rise = ⌊warmupFraction · steps⌋
 *
 *     ηₜ = peak + ½ (start − peak) (1 + cos(π t / rise))                   until t = rise
 *     ηₜ = end + ½ (peak − end) (1 + cos(π (t − rise) / (steps − rise)))     until t = steps, then `end`
 *
 * Smith & Topin, "Super-Convergence: Very Fast Training of Neural Networks Using Large Learning Rates", 2018,
 * arXiv:1708.07120.
 * Differs from the paper: cosine waves instead of lines, and two phases instead of three, as by default in torch's
 * `OneCycleLR`, which has the same factors. torch reaches `end` at step total_steps − 1; this schedule reaches it at
 * `steps`, like optax's `cosine_onecycle_schedule`.
 *
 * @throws {RangeError} If an option is out of range
 * @example
 * const learningRate = oneCycle({ peak: 1e-2, steps: 10_000 })
 */
export function oneCycle(options: OneCycleOptions): Schedule {
  const table = {
    peak: fixed(nonNegative()),
    steps: positiveInteger(),
    warmupFraction: fixed(unitInterval(0.3)),
    startFactor: fixed(atLeast(1, 25)),
    endFactor: fixed(atLeast(1, 1e4)),
  }
  return namedSchedule('oneCycle', options, table, (values) => {
    const { peak, steps, warmupFraction, startFactor, endFactor } = values
    const start = peak / startFactor
    const end = start / endFactor
    const rise = Math.floor(warmupFraction * steps)
    const fall = steps - rise
    return (step) => {
      const t = Math.min(step, steps)
      return t < rise
        ? between(start, peak, halfWave(t / rise), halfWave((rise - t) / rise))
        : between(peak, end, halfWave((t - rise) / fall), halfWave((steps - t) / fall))
    }
  })
}
