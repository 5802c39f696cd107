import type { NativeTensors } from '../native/native-tensors.ts'
import { createPlan } from './plan.ts'
import type { Plan } from './plan.ts'
import type { RecordedCall } from './record.ts'
import { differenceOfTraces } from './trace.ts'
import type { Trace } from './trace.ts'

/**
 * The most calls between two recordings, whether replays or calls that run the function's own code: few enough that a change is
 * noticed, and so many that recordings take hardly any time.
 */
const MOST_CALLS = 1023

/**
 * Decides, for inputs of the same shapes, which calls of a function are recorded, replayed, or run the function's own code.
 *
 * Two recordings in a row that do not differ make a plan. Then 0, 1, 3, 7 … replays, at most 1,023, lie between two
 * recordings that confirm the plan. After the first, second, third … problem, 0, 1, 3 … calls run the function's own code
 * before the function is recorded again.
 */
export class ReplaySchedule {
  plan: Plan | undefined
  /** Why there is no plan; undefined if there is a plan, or too few calls were recorded to make one. */
  problem: string | undefined
  /** The trace of the last recording, while there is no plan. */
  private lastTrace: Trace | undefined
  private problemCount = 0
  /** How many calls run the function's own code before the function is recorded again. */
  private callsToWait = 0
  /** How many replays there have been since the last recording. */
  private replays = 0
  private mostReplays = 0
  /** How many recordings are due because numbers may have changed. */
  private revalidations = 0

  constructor(private readonly backend: NativeTensors) {}

  /** Counts a replay if one is due. The caller has checked that there is a plan. */
  takeReplay(): boolean {
    if (this.revalidations > 0 || this.replays === this.mostReplays) return false
    this.replays++
    return true
  }

  /** Counts a call that runs the function's own code if one is due; otherwise the call is to be recorded. */
  takeEagerCall(): boolean {
    if (this.callsToWait === 0) return false
    this.callsToWait--
    return true
  }

  /** Makes, confirms or drops the plan according to what a recorded call did. */
  add(recorded: RecordedCall): void {
    if (recorded.problem !== undefined) {
      this.dropPlan()
      this.noteProblem(recorded.problem)
    } else if (this.plan) {
      recorded.trace.arena.close()
      this.validate(this.plan, recorded.trace)
    } else {
      this.tryToPlan(recorded)
    }
  }

  /** Has the next two calls recorded. */
  revalidate(): void {
    this.revalidations = 2
    this.callsToWait = 0
    this.lastTrace = undefined
  }

  /** Drops the plan, if there is one, and frees its memory. */
  dropPlan(): void {
    this.plan?.dispose()
    this.plan = undefined
    this.lastTrace = undefined
  }

  /** Makes a plan if the previous call did the same. */
  private tryToPlan({ trace, inputViews }: Exclude<RecordedCall, { problem: string }>): void {
    const difference = this.lastTrace && differenceOfTraces(this.lastTrace, trace)
    if (this.lastTrace && difference === undefined) {
      this.plan = createPlan(this.backend, trace, inputViews)
      this.lastTrace = undefined
      this.problem = undefined
      this.replays = 0
      // An announced change of numbers is no reason to look for changes more often.
      if (this.revalidations === 0) this.mostReplays = 0
      this.revalidations = 0
      return
    }
    trace.arena.close()
    this.lastTrace = trace
    if (difference !== undefined) this.noteProblem(difference)
  }

  /** Drops the plan if the function no longer does what the plan does. */
  private validate(plan: Plan, trace: Trace): void {
    const difference = differenceOfTraces(plan.trace, trace)
    const { replays, revalidations } = this
    this.replays = 0
    if (difference === undefined) {
      if (revalidations > 0) this.revalidations--
      else this.mostReplays = Math.min(2 * this.mostReplays + 1, MOST_CALLS)
      return
    }
    this.dropPlan()
    this.lastTrace = trace
    if (revalidations > 0) return
    const late = `${difference}; up to ${replays} calls before this one replayed what was recorded earlier`
    this.noteProblem(replays > 0 ? late : difference)
  }

  /** Has the next calls run the function's own code: about twice as many as after the previous problem. */
  private noteProblem(problem: string): void {
    this.problem = problem
    this.callsToWait = Math.min(2 ** this.problemCount++ - 1, MOST_CALLS)
    if (this.callsToWait > 0) this.lastTrace = undefined
  }
}
