import { between } from '../numerics/between.ts'
import { halfWave } from '../numerics/half-wave.ts'
import { power } from '../numerics/power.ts'
import { fixed, inRange, nonNegative, positiveInteger } from '../options/option.ts'
import type { Schedule } from '../options/schedule.ts'
import { namedSchedule, requireAtMost } from './named-schedule.ts'

export interface CosineRestartsOptions {
  /** The number at the first step, the peak of the first run. */
  readonly from: number
  /** The number that each run falls to, in [0, from]. Default 0. */
  readonly to?: number
  /** How many steps the first run takes, T₀, a whole number ≥ 1. */
  readonly steps: number
  /** How many times longer each run is than the one before, T_mult, a whole number ≥ 1. Default 1. */
  readonly growth?: number
  /** How much of its peak each run hands to the next, in [0, 1]. Default 1. */
  readonly decay?: number
}

/**
 * SGDR: half a cosine wave down, again and again, each time from the top.
 *
 *     ηₜ = to + ½ (peakᵢ − to) (1 + cos(π T_cur / Tᵢ))
 *     Tᵢ = steps · growthⁱ,  peakᵢ = max(from · decayⁱ, to)
 *
 * i counts the runs from 0 and T_cur the steps of a run. The step at which a run would reach `to` is the first of the
 * next.
 *
 * Loshchilov & Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts", ICLR 2017, equation 5, arXiv:1608.03983.
 * Differs from the paper: it sets no decay of the peaks (1 here); Keras's `CosineDecayRestarts` calls it `m_mul`, and lets
 * it shrink the wave above `to` instead of the peak. torch's `CosineAnnealingWarmRestarts` has none.
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

/** The run that a step is in, how far it is in the run, and how long that is. */
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
