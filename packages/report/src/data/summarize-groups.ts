import type { ReportGroup, ValueSummary } from '../input/report-input.ts'
import { bestValue, finalValue } from './group-figures.ts'
import { measuresOf } from './measure.ts'
import { hasEnded } from './run-progress.ts'

/**
 * Adds statistics to groups: a `summary` of the final values of their runs, and `best` for the values after each run's best
 * epoch. Only runs that have ended count. Groups that already have a `summary` and groups without values are returned as they
 * are. Values that are not all finite get no statistics.
 *
 * @param summarize Returns the statistics of one or more values
 * @example
 * const groups = summarizeGroups(groupRuns(runs), (values) => ({ ...meanWithInterval(values), n: values.length }))
 */
export function summarizeGroups(
  groups: readonly ReportGroup[],
  summarize: (values: readonly number[]) => ValueSummary,
): ReportGroup[] {
  const measures = measuresOf(groups)
  const statisticsOf = (values: readonly number[]): ValueSummary | undefined =>
    values.length > 0 && values.every(Number.isFinite) ? summarize(values) : undefined
  return groups.map((group, index) => {
    const ended = group.runs.filter(hasEnded)
    const finals = ended.flatMap((run) => finalValue(run, measures[index]) ?? [])
    if (group.summary || finals.length === 0) return group
    const bests = ended.flatMap((run) => bestValue(run, measures[index]) ?? [])
    return { ...group, summary: statisticsOf(finals), best: statisticsOf(bests) ?? group.best }
  })
}
