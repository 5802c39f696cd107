import { between } from '../numerics/between.ts'
import { halfWave } from '../numerics/half-wave.ts'
import { power } from '../numerics/power.ts'
import { fixed, inRange, nonNegative, positiveInteger } from '../options/option.ts'
import type { Schedule } from '../options/schedule.ts'
import { namedSchedule, requireAtMost } from './named-schedule.ts'

/** Options of {@link cosineRestarts}. */
export interface CosineRestartsOptions {
  /** The value at the first step, ≥ 0: the peak of the first run. */
  readonly from: number
  /** The value at the end of each run, in [0, from]. Default 0. */
  readonly to?: number
  /** Number T₀ of steps of the first run, a positive integer. */
  readonly steps: number
  /** Ratio T_mult of the length of a run to the length of the previous run, a positive integer. Default 1. */
  readonly growth?: number
  /** Ratio of the peak of a run to the peak of the previous run, in [0, 1]. Default 1. */
  readonly decay?: number
}

/**
 * Creates the SGDR schedule, which repeatedly falls from a peak along half a cosine wave.
 *
 *     ηₜ = to + ½ (peakᵢ − to) (1 + cos(π T_cur / Tᵢ))
 *     Tᵢ = steps · growthⁱ,  peakᵢ = max(from · decayⁱ, to)
 *
 * i counts the runs from 0, and T_cur counts the steps of a run. The step at which a run would reach `to` is the first step
 * of the next run.
 *
 * Loshchilov & Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts", ICLR 2017, equation 5, arXiv:1608.03983.
 * Differs from the paper, where the peaks do not decay, as with the default of 1. In Keras's `CosineDecayRestarts`, the
 * decay is called `m_mul` and applies to peak − `to` instead of the peak. torch's `CosineAnnealingWarmRestarts` has no
 * decay.
 *
 * @throws {RangeError} If an option is out of range
 * @example
 * const learningRate = cosineRestarts({ from: 1e-3, steps: 1000, growth: 2 })
 */
export function cosineRestarts(options: CosineRestartsOptions): Schedule {
  const table = {
    from: fixed(nonNegative()),
    to: fixed(nonNegative(0)),
    steps: positiveInteger(),
    growth: positiveInteger(1),
    decay: fixed(inRange('in [0, 1]', (n) => n >= 0 && n <= 1, 1)),
  }
  return namedSchedule('cosineRestarts', options, table, ({ from, to, steps, growth, decay }) => {
    requireAtMost('to', to, from)
    return (step) => {
      const { run, t, length } = runAt(step, steps, growth)
      const peak = Math.max(from * power(decay, run), to)
      return between(peak, to, halfWave(t / length), halfWave((length - t) / length))
    }
  })
}

/** Finds the run of a step, the step's index in the run, and the run's length. */
function runAt(step: number, steps: number, growth: number): { run: number; t: number; length: number } {
  if (growth === 1) return { run: Math.floor(step / steps), t: step % steps, length: steps }
  let [run, t, length] = [0, step, steps]
  while (t >= length) {
    t -= length
    length *= growth
    run++
  }
  return { run, t, length }
}
