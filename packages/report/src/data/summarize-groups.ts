import type { ReportGroup, ValueSummary } from '../input/report-input.ts'
import { bestValue, finalValue } from './group-figures.ts'
import { measuresOf } from './measure.ts'
import { hasEnded } from './run-progress.ts'

/**
 * Adds statistics to groups: `summary` of the final values of the runs, and `best` of the values after the best epoch of each
 * run. Interrupted runs are ignored. A group that has a `summary`, or whose ended runs have no values, is returned unchanged.
 * If some values are not finite, their statistics are left out.
 *
 * @param summarize Returns the statistics of a non-empty list of values
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
