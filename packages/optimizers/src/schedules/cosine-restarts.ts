import { power } from '../numerics/power.ts'
import { count } from '../options/check-option.ts'
import { between } from '../numerics/between.ts'
import { checkNotNegative, checkNumber } from './check-number.ts'
import { halfWave } from '../numerics/half-wave.ts'
import type { Schedule } from '../options/schedule.ts'

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
  const { from, to = 0, steps, growth = 1, decay = 1 } = options
  checkNotNegative('from', from)
  checkNumber('to', to, `must be in [0, ${from}], which is \`from\``, (to) => to >= 0 && to <= from)
  count('steps', steps)
  count('growth', growth)
  checkNumber('decay', decay, 'must be in [0, 1]', (decay) => decay >= 0 && decay <= 1)
  const schedule = (step: number): number => {
    const { run, t, length } = runAt(step, steps, growth)
    const peak = Math.max(from * power(decay, run), to)
    return between(peak, to, halfWave(t / length), halfWave((length - t) / length))
  }
  return Object.assign(schedule, {
    toJSON: () => ({ name: 'cosineRestarts', from, to, steps, growth, decay }),
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
