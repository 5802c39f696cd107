import { lastScores, spreadOf } from './epoch-statistics.ts'
import type { MeasuredSplit } from './measured-split.ts'
import type { AccuracySummary, ReportGroup } from './report-input.ts'
import type { RunData } from './run-data.ts'

/** The accuracies of one configuration, given or of its runs. */
export interface GroupFigures {
  readonly final?: AccuracySummary
  readonly best?: AccuracySummary
}

export function groupFigures({ runs, summary, best }: ReportGroup, split: MeasuredSplit): GroupFigures {
  return {
    final: summary ?? plainSummary(runs.flatMap((run) => finalAccuracy(run, split) ?? [])),
    best: best ?? plainSummary(runs.flatMap((run) => bestAccuracy(run, split) ?? [])),
  }
}

/** Seconds of training for one epoch of a configuration, given or the mean of its runs. */
export function groupSecondsPerEpoch({ runs, secondsPerEpoch }: ReportGroup): number | undefined {
  return secondsPerEpoch ?? spreadOf(runs.flatMap((run) => secondsPerEpochOf(run) ?? []))?.mean
}

/** The accuracy that a run ended with. */
export function finalAccuracy({ summary, epochs }: RunData, split: MeasuredSplit): number | undefined {
  return summary?.[`${split}Accuracy`] ?? lastScores(epochs, split)?.accuracy
}

/** The loss that a run ended with. */
export function finalLoss({ summary, epochs }: RunData, split: MeasuredSplit): number | undefined {
  return summary?.[`${split}Loss`] ?? epochs.at(-1)?.[split]?.loss
}

/** The best accuracy after any epoch. */
export function bestAccuracy({ epochs }: RunData, split: MeasuredSplit): number | undefined {
  const values = epochs.flatMap((record) => record[split]?.accuracy ?? [])
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
