import { constant } from '../src/schedules/constant.ts'
import { cosineRestarts } from '../src/schedules/cosine-restarts.ts'
import { cosine } from '../src/schedules/cosine.ts'
import { exponential } from '../src/schedules/exponential.ts'
import { inverseSqrt } from '../src/schedules/inverse-sqrt.ts'
import { inverseTime } from '../src/schedules/inverse-time.ts'
import { join } from '../src/schedules/join.ts'
import { linear } from '../src/schedules/linear.ts'
import { oneCycle } from '../src/schedules/one-cycle.ts'
import { piecewiseConstant } from '../src/schedules/piecewise-constant.ts'
import { polynomial } from '../src/schedules/polynomial.ts'
import { reduceOnPlateau } from '../src/schedules/reduce-on-plateau.ts'
import type { Schedule } from '../src/options/schedule.ts'
import { stepDecay } from '../src/schedules/step-decay.ts'
import { warmup } from '../src/schedules/warmup.ts'

/** The table of schedules under test: add a line for a new schedule. */
export const schedules: Readonly<Record<string, Schedule>> = {
  constant: constant(0.1),
  cosine: cosine({ from: 0.1, to: 0.01, steps: 5 }),
  cosineRestarts: cosineRestarts({ from: 0.1, to: 0.01, steps: 3, growth: 2, decay: 0.5 }),
  exponential: exponential({ from: 0.1, rate: 0.5, steps: 3, staircase: true, floor: 0.01 }),
  inverseSqrt: inverseSqrt({ peak: 0.1, warmup: 3 }),
  inverseTime: inverseTime({ from: 0.1, rate: 0.5 }),
  'join of three': join({
    schedules: [linear({ from: 0, to: 0.1, steps: 3 }), 0.1, cosine({ from: 0.1, steps: 4 })],
    boundaries: [3, 5],
  }),
  linear: linear({ from: 0, to: 0.1, steps: 5 }),
  oneCycle: oneCycle({ peak: 0.1, steps: 9, warmupFraction: 0.4, startFactor: 5, endFactor: 100 }),
  piecewiseConstant: piecewiseConstant({ boundaries: [2, 4], values: [0.1, 0.03, 0.01] }),
  polynomial: polynomial({ from: 0.1, to: 0.01, steps: 5, power: 1.5 }),
  reduceOnPlateau: reduceOnPlateau({ from: 0.1, patience: 3 }),
  stepDecay: stepDecay({ from: 0.1, factor: 0.5, every: 2 }),
  'warmup of a cosine': warmup(cosine({ from: 0.1, steps: 5 }), { steps: 3, from: 0.01 }),
  'warmup of a join with a warmup': warmup(
    join({
      schedules: [warmup(0.2, { steps: 2 }), stepDecay({ from: 0.1, factor: 0.5, every: 2 })],
      boundaries: [3],
    }),
    { steps: 3 },
  ),
}
