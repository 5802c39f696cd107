import type { Schedule } from '../options/schedule.ts'

/**
 * Finds the schedules that have a `state`, at any depth of the options. Each schedule is listed once; the order is
 * always the same.
 *
 * @param unused A schedule to skip, together with its parts
 */
export function statefulSchedules(options: unknown, unused: unknown): Schedule[] {
  const found = new Set<Schedule>()
  const visit = (value: unknown): void => {
    if (value === unused) return
    if (typeof value === 'function') {
      const schedule = value as Schedule
      if ('state' in schedule) found.add(schedule)
      schedule.parts?.forEach(visit)
    } else if (typeof value === 'object' && value !== null) {
      Object.values(value).forEach(visit)
    }
  }
  visit(options)
  return [...found]
}
