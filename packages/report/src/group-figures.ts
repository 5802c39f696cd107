import { lastTested, spreadOf } from './epoch-statistics.ts'
import type { AccuracySummary, ReportGroup } from './report-input.ts'
import type { RunData } from './run-data.ts'

/** The figures of one configuration, given or of its runs. */
export interface GroupFigures {
  readonly final?: AccuracySummary
  readonly best?: AccuracySummary
  readonly secondsPerEpoch?: number
}

export function groupFigures({ runs, summary, best, secondsPerEpoch }: ReportGroup): GroupFigures {
  const speeds = runs.flatMap((run) => secondsPerEpochOf(run) ?? [])
  return {
    final: summary ?? plainSummary(runs.flatMap((run) => finalAccuracy(run) ?? [])),
    best: best ?? plainSummary(runs.flatMap((run) => bestAccuracy(run) ?? [])),
    secondsPerEpoch: secondsPerEpoch ?? spreadOf(speeds)?.mean,
  }
}

/** The test accuracy that a run ended with. */
export function finalAccuracy({ summary, epochs }: RunData): number | undefined {
  return summary?.testAccuracy ?? lastTested(epochs)?.test?.accuracy
}

/** The best test accuracy after any epoch. */
export function bestAccuracy({ epochs }: RunData): number | undefined {
  const values = epochs.flatMap(({ test }) => test?.accuracy ?? [])
  return values.length === 0 ? undefined : Math.max(...values)
}

/** Seconds of training for one epoch, on the mean. */
export function secondsPerEpochOf({ summary, epochs }: RunData): number | undefined {
  if (summary?.secondsPerEpoch !== undefined) return summary.secondsPerEpoch
  return spreadOf(epochs.flatMap(({ epoch, seconds }) => (epoch > 0 ? (seconds ?? []) : [])))?.mean
}

function plainSummary(values: readonly number[]): AccuracySummary | undefined {
  const spread = spreadOf(values)
  return spread && { mean: spread.mean, n: spread.n }
}
