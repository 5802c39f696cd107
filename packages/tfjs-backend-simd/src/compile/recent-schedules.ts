import type { NativeTensors } from '../native/native-tensors.ts'
import { ReplaySchedule } from './replay-schedule.ts'

/** The most combinations of input shapes that have plans. More plans would take memory for shapes that are hardly used again. */
const MOST_SHAPES = 8

/** The schedules of the inputs that were used last, by a key that is equal for inputs that may have the same plan. */
export class RecentSchedules {
  /** The least recently used is the first. */
  private readonly schedules = new Map<string, ReplaySchedule>()
  private latest: ReplaySchedule | undefined

  constructor(private readonly backend: NativeTensors) {}

  /** The schedule of a key, if there is one. */
  find(key: string): ReplaySchedule | undefined {
    return this.schedules.get(key)
  }

  /** Finds or creates the schedule of a key, and drops the least recently used ones if there are too many. */
  findOrCreate(key: string): ReplaySchedule {
    const schedule = this.schedules.get(key) ?? new ReplaySchedule(this.backend)
    this.markUsed(key, schedule)
    for (const [oldestKey, oldest] of this.schedules) {
      if (this.schedules.size <= MOST_SHAPES) break
      oldest.dropPlan()
      this.schedules.delete(oldestKey)
    }
    return schedule
  }

  /** Makes a schedule the most recently used. */
  markUsed(key: string, schedule: ReplaySchedule): void {
    if (schedule === this.latest) return
    this.schedules.delete(key)
    this.schedules.set(key, schedule)
    this.latest = schedule
  }

  /** Whether a schedule has not been dropped. */
  has(schedule: ReplaySchedule): boolean {
    return [...this.schedules.values()].includes(schedule)
  }

  /** Has the next two calls of every schedule recorded. */
  revalidate(): void {
    for (const schedule of this.schedules.values()) schedule.revalidate()
  }

  /** Drops all schedules and their plans. */
  dispose(): void {
    for (const schedule of this.schedules.values()) schedule.dropPlan()
    this.schedules.clear()
    this.latest = undefined
  }
}
