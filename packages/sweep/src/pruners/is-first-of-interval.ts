import type { Reports } from '../study/reports.ts'

/** The steps at which a pruner judges trials. */
export interface Interval {
  /** No trial is pruned before this step. A non-negative integer. Default 0. */
  readonly warmupSteps?: number
  /**
   * The length of an interval in steps, a positive integer: after the warm-up, trials are judged at the first report of each interval.
   * Default 1: at every report.
   */
  readonly intervalSteps?: number
}

/**
 * Whether a trial is judged: its last report is after the warm-up and is the first report of its interval.
 *
 * @param intermediate The trial's reports
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
