import type { ReportGroup, ReportMeasure, ValueSummary } from '../input/report-input.ts'
import type { RunData } from '../input/run-data.ts'
import { extremes, spreadOf } from '../values/moments.ts'
import type { Measure } from './measure.ts'
import { hasEnded, measuredRuns } from './run-progress.ts'

/** Statistics of one configuration: those of its group or, without them, the means of its runs. */
export interface GroupFigures {
  /** Of the values after the last epoch. */
  readonly final?: ValueSummary
  /** Of the values after the best epoch of each run. */
  readonly best?: ValueSummary
}

/** The statistics of a measure for a group. */
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

/** An interval of few values may exceed what is possible: no accuracy is above 100 %. */
function clipInterval(
  summary: ValueSummary | undefined,
  { within, factor }: Measure,
): ValueSummary | undefined {
  if (!summary?.interval) return summary
  const [low, high] = summary.interval
  return { ...summary, interval: [Math.max(within[0] / factor, low), Math.min(within[1] / factor, high)] }
}

/** Training time per epoch of a configuration in seconds: that of its group, or the mean of its runs. */
export function groupSecondsPerEpoch({ runs, secondsPerEpoch }: ReportGroup): number | undefined {
  return secondsPerEpoch ?? spreadOf(runs.flatMap((run) => secondsPerEpochOf(run) ?? []))?.mean
}

/** The value of a measure after a run's last epoch. */
export function finalValue(run: RunData, { split, metric }: ReportMeasure): number | undefined {
  const { summary, epochs } = run
  const final =
    metric === 'accuracy' ? summary?.[`${split}Accuracy` as const] : summary?.[`${split}Loss` as const]
  // A run that was continued and then interrupted still has the summary of its first part.
  return (
    (hasEnded(run) ? final : undefined) ??
    epochs.findLast((record) => record[split]?.[metric] !== undefined)?.[split]?.[metric]
  )
}

/** The best value of a measure after any epoch of a run. */
export function bestValue(
  { epochs }: RunData,
  { split, metric, direction }: Required<ReportMeasure>,
): number | undefined {
  const values = epochs.flatMap((record) => record[split]?.[metric] ?? [])
  if (values.length === 0) return undefined
  const { low, high } = extremes(values)
  return direction === 'maximize' ? high : low
}

/** Mean training time of an epoch of a run, in seconds. */
export function secondsPerEpochOf(run: RunData): number | undefined {
  if (hasEnded(run) && run.summary?.secondsPerEpoch !== undefined) return run.summary.secondsPerEpoch
  return spreadOf(run.epochs.flatMap(({ epoch, seconds }) => (epoch > 0 ? (seconds ?? []) : [])))?.mean
}

/** The common label of the references of groups; `reference` if they have different labels. */
export function referenceName(groups: readonly ReportGroup[]): string {
  const names = new Set(groups.flatMap(({ reference }) => reference?.label ?? []))
  return names.size === 1 ? [...names][0] : 'reference'
}
