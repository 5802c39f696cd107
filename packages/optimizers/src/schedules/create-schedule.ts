import { cosine } from './cosine.ts'
import type { Schedule, ScheduleConfig } from './schedule.ts'

type ScheduleFactory = (options: never) => Schedule

const schedules: Readonly<Record<string, ScheduleFactory>> = { cosine }

/** The schedules that {@link createSchedule} knows. */
export const scheduleNames: readonly string[] = Object.keys(schedules)

/**
 * Makes a schedule from plain JSON.
 *
 * @param config The schedule's name beside its options
 * @throws {RangeError} If the name or an option is unknown, or an option is out of range
 * @example
 * const schedule = createSchedule({ name: 'cosine', from: 1e-3, steps: 1000 })
 */
export function createSchedule({ name, ...options }: ScheduleConfig): Schedule {
  if (!Object.hasOwn(schedules, name)) {
    throw new RangeError(`Schedule "${name}" is unknown: expected one of ${scheduleNames.join(', ')}.`)
  }
  const schedule = schedules[name](options as never)
  const taken = Object.keys(schedule.toJSON?.() ?? {}).filter((option) => option !== 'name')
  for (const option of Object.keys(options)) {
    if (!taken.includes(option)) {
      throw new RangeError(`Schedule "${name}" has no option \`${option}\`: expected ${taken.join(', ')}.`)
    }
  }
  return schedule
}
