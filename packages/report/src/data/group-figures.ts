import { lastScores } from './epoch-curves.ts'
import { extremes, spreadOf } from '../values/moments.ts'
import type { Measure } from './measure.ts'
import type { ReportGroup, ReportMeasure, ValueSummary } from '../input/report-input.ts'
import type { RunData } from '../input/run-data.ts'
import { hasEnded, measuredRuns } from './run-progress.ts'

/** The values of one configuration, given or of its runs. */
export interface GroupFigures {
  readonly final?: ValueSummary
  readonly best?: ValueSummary
}

export function groupFigures(group: ReportGroup, measure: Measure): GroupFigures {
  const runs = measuredRuns(group)
  return {
    final: possible(
      group.summary ?? plainSummary(runs.flatMap((run) => finalValue(run, measure) ?? [])),
      measure,
    ),
    best: possible(group.best ?? plainSummary(runs.flatMap((run) => bestValue(run, measure) ?? [])), measure),
  }
}

/** An interval of few values can reach beyond what a measure can be: no accuracy is above 100 %. */
function possible(summary: ValueSummary | undefined, { within, factor }: Measure): ValueSummary | undefined {
  if (!summary?.interval) return summary
  const [low, high] = summary.interval
  return { ...summary, interval: [Math.max(within[0] / factor, low), Math.min(within[1] / factor, high)] }
}

/** Seconds of training for one epoch of a configuration, given or the mean of its runs. */
export function groupSecondsPerEpoch({ runs, secondsPerEpoch }: ReportGroup): number | undefined {
  return secondsPerEpoch ?? spreadOf(runs.flatMap((run) => secondsPerEpochOf(run) ?? []))?.mean
}

/** The value after a run's last epoch. */
export function finalValue(run: RunData, { split, metric }: ReportMeasure): number | undefined {
  const { summary, epochs } = run
  const summarized =
    metric === 'accuracy' ? summary?.[`${split}Accuracy` as const] : summary?.[`${split}Loss` as const]
  // The summary of a run that was continued, and then interrupted, is that of its first part.
  return (hasEnded(run) ? summarized : undefined) ?? lastScores(epochs, split, metric)?.[metric]
}

/** The best value after any epoch. */
export function bestValue(
  { epochs }: RunData,
  { split, metric, direction }: Required<ReportMeasure>,
): number | undefined {
  const values = epochs.flatMap((record) => record[split]?.[metric] ?? [])
  if (values.length === 0) return undefined
  const { low, high } = extremes(values)
  return direction === 'maximize' ? high : low
}

/** Seconds of training for one epoch, on the mean. */
export function secondsPerEpochOf(run: RunData): number | undefined {
  if (hasEnded(run) && run.summary?.secondsPerEpoch !== undefined) return run.summary.secondsPerEpoch
  return spreadOf(run.epochs.flatMap(({ epoch, seconds }) => (epoch > 0 ? (seconds ?? []) : [])))?.mean
}

function plainSummary(values: readonly number[]): ValueSummary | undefined {
  const spread = spreadOf(values)
  return spread && { mean: spread.mean, n: spread.n }
}

/** What the references are called together. */
export function referenceName(groups: readonly ReportGroup[]): string {
  const names = new Set(groups.flatMap(({ reference }) => reference?.label ?? []))
  return names.size === 1 ? [...names][0] : 'reference'
}
