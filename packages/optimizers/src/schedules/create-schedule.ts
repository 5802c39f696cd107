import { describeValue } from '../options/option.ts'
import type { Hyperparameter, Schedule, ScheduleConfig } from '../options/schedule.ts'
import { constant } from './constant.ts'
import { cosineRestarts } from './cosine-restarts.ts'
import { cosine } from './cosine.ts'
import { exponential } from './exponential.ts'
import { inverseSqrt } from './inverse-sqrt.ts'
import { inverseTime } from './inverse-time.ts'
import { join } from './join.ts'
import { linear } from './linear.ts'
import { oneCycle } from './one-cycle.ts'
import { piecewiseConstant } from './piecewise-constant.ts'
import { polynomial } from './polynomial.ts'
import { reduceOnPlateau } from './reduce-on-plateau.ts'
import { stepDecay } from './step-decay.ts'
import { warmup } from './warmup.ts'
import type { WarmupOptions } from './warmup.ts'

type ScheduleFactory = (options: never) => Schedule

const schedules: Readonly<Record<string, ScheduleFactory>> = {
  constant: ({ value }: { value: number }) => constant(value),
  cosine,
  cosineRestarts,
  exponential,
  inverseSqrt,
  inverseTime,
  join,
  linear,
  oneCycle,
  piecewiseConstant,
  polynomial,
  reduceOnPlateau,
  stepDecay,
  warmup: ({ schedule, ...options }: { schedule: Hyperparameter } & WarmupOptions) =>
    warmup(schedule, options),
}

/** The names of the schedules that {@link createSchedule} accepts. */
export const scheduleNames: readonly string[] = /* @__PURE__ */ Object.keys(schedules)

/**
 * Creates a schedule from plain JSON.
 *
 * @param config The schedule's name and options in one object. Schedules among the options, and in lists of options,
 *   have the same form
 * @throws {RangeError} If the name or an option is unknown, or an option is out of range
 * @example
 * const fall = { name: 'cosine', from: 1e-3, steps: 9000 }
 * const schedule = createSchedule({ name: 'warmup', schedule: fall, steps: 1000 })
 */
export function createSchedule(config: ScheduleConfig): Schedule {
  if (!isScheduleConfig(config) || typeof config.name !== 'string') {
    throw new RangeError(
      `A schedule's config must be an object with the schedule's \`name\`, got ${describeValue(config)}.`,
    )
  }
  const { name, ...given } = config
  if (!Object.hasOwn(schedules, name)) {
    throw new RangeError(`Schedule "${name}" is unknown: expected one of ${scheduleNames.join(', ')}.`)
  }
  const options = Object.entries(given).map(([option, value]) => [option, createSchedules(value)])
  const schedule = schedules[name](Object.fromEntries(options) as never)
  const known = Object.keys(schedule.toJSON?.() ?? {}).filter((option) => option !== 'name')
  for (const option of Object.keys(given)) {
    if (!known.includes(option)) {
      throw new RangeError(`Schedule "${name}" has no option \`${option}\`: expected ${known.join(', ')}.`)
    }
  }
  return schedule
}

/** Whether a value has the form of a config for {@link createSchedule}. */
export function isScheduleConfig(value: unknown): value is ScheduleConfig {
  return value instanceof Object && !Array.isArray(value) && typeof value !== 'function' && 'name' in value
}

/** Replaces the schedule configs in an option's value by schedules. */
function createSchedules(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(createSchedules)
  return isScheduleConfig(value) ? createSchedule(value) : value
}
