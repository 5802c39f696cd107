import type { Reports } from '../study/reports.ts'

/** When a pruner looks at a trial. */
export interface Interval {
  /** No trial is pruned before this step. Whole number from 0. Default 0. */
  readonly warmupSteps?: number
  /**
   * From then on trials are looked at in intervals of so many steps: at the first report of each. Whole number from
   * 1. Default 1: at every report.
   */
  readonly intervalSteps?: number
}

/**
 * Whether a trial is looked at: its last report is past the warm-up, and the first of its interval.
 *
 * @param intermediate What the trial reported
 */
export function isFirstOfInterval(
  intermediate: Reports,
  { warmupSteps, intervalSteps }: Required<Interval>,
): boolean {
  const [previous = -1, last] = [intermediate.stepAt(-2), intermediate.stepAt(-1)]
  if (last === undefined || last < warmupSteps) return false
  const start = last - ((last - warmupSteps) % intervalSteps)
  return previous < start
}
