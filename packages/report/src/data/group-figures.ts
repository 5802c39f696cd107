import type { ReportGroup, ReportMeasure, ValueSummary } from '../input/report-input.ts'
import type { RunData } from '../input/run-data.ts'
import { extremes, spreadOf } from '../values/moments.ts'
import type { Measure } from './measure.ts'
import { hasEnded, measuredRuns } from './run-progress.ts'

/** Statistics of one configuration: the statistics of its group or, if absent, the means of its runs. */
export interface GroupFigures {
  /** Statistics of the values after the last epoch. */
  readonly final?: ValueSummary
  /** Statistics of the values after the best epoch of each run. */
  readonly best?: ValueSummary
}

/** Returns the statistics of a measure for a group. */
export function groupFigures(group: ReportGroup, measure: Measure): GroupFigures {
  const runs = measuredRuns(group)
  const final = group.summary ?? meanOf(runs.flatMap((run) => finalValue(run, measure) ?? []))
  const best = group.best ?? meanOf(runs.flatMap((run) => bestValue(run, measure) ?? []))
  return { final: clipInterval(final, measure), best: clipInterval(best, measure) }
}

function meanOf(values: readonly number[]): ValueSummary | undefined {
  const spread = spreadOf(values)
  return spread && { mean: spread.mean, n: spread.n }
}

/** Clips an interval to the possible values. The interval of a few values may exceed them, but no accuracy is above 100 %. */
function clipInterval(
  summary: ValueSummary | undefined,
  { within, factor }: Measure,
): ValueSummary | undefined {
  if (!summary?.interval) return summary
  const [low, high] = summary.interval
  return { ...summary, interval: [Math.max(within[0] / factor, low), Math.min(within[1] / factor, high)] }
}

/** Returns the training time per epoch of a configuration in seconds: the time of its group or, if absent, the mean of its runs. */
export function groupSecondsPerEpoch({ runs, secondsPerEpoch }: ReportGroup): number | undefined {
  return secondsPerEpoch ?? spreadOf(runs.flatMap((run) => secondsPerEpochOf(run) ?? []))?.mean
}

/** Returns the value of a measure after the last epoch of a run. */
export function finalValue(run: RunData, { split, metric }: ReportMeasure): number | undefined {
  const { summary, epochs } = run
  const final =
    metric === 'accuracy' ? summary?.[`${split}Accuracy` as const] : summary?.[`${split}Loss` as const]
  // A run that was continued and then interrupted still has the summary from before it was continued.
  return (
    (hasEnded(run) ? final : undefined) ??
    epochs.findLast((record) => record[split]?.[metric] !== undefined)?.[split]?.[metric]
  )
}

/** Returns the best value of a measure after any epoch of a run. */
export function bestValue(
  { epochs }: RunData,
  { split, metric, direction }: Required<ReportMeasure>,
): number | undefined {
  const values = epochs.flatMap((record) => record[split]?.[metric] ?? [])
  if (values.length === 0) return undefined
  const { low, high } = extremes(values)
  return direction === 'maximize' ? high : low
}

/** Returns the mean training time of an epoch of a run, in seconds. */
export function secondsPerEpochOf(run: RunData): number | undefined {
  if (hasEnded(run) && run.summary?.secondsPerEpoch !== undefined) return run.summary.secondsPerEpoch
  return spreadOf(run.epochs.flatMap(({ epoch, seconds }) => (epoch > 0 ? (seconds ?? []) : [])))?.mean
}

/** Returns the common label of the groups' references, or `reference` if the labels differ. */
export function referenceName(groups: readonly ReportGroup[]): string {
  const names = new Set(groups.flatMap(({ reference }) => reference?.label ?? []))
  return names.size === 1 ? [...names][0] : 'reference'
}
