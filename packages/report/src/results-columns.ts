import { referenceName } from './charts/final-accuracy.ts'
import { percent, points, seconds } from './format-numbers.ts'
import { groupFigures } from './group-figures.ts'
import type { AccuracySummary, ReportGroup } from './report-input.ts'

/** A column of the table of results. */
export interface Column {
  readonly head: string
  readonly numeric: boolean
  cell(group: ReportGroup): string
}

/** The columns that at least one configuration has something for; the first is its label. */
export function resultsColumns(groups: readonly ReportGroup[]): Column[] {
  const theirs = referenceName(groups)
  const columns: Column[] = [
    { head: 'runs', numeric: true, cell: ({ runs, summary }) => String(summary?.n ?? runs.length) },
    { head: theirs, numeric: true, cell: ({ reference }) => percent(reference?.finalAccuracy) },
    { head: 'ours', numeric: true, cell: (group) => withInterval(groupFigures(group).final) },
    { head: 'difference', numeric: true, cell: difference },
    {
      head: `best, ${theirs}`,
      numeric: true,
      cell: ({ reference }) => percent(reference?.bestAccuracy),
    },
    { head: 'best, ours', numeric: true, cell: (group) => withInterval(groupFigures(group).best) },
    {
      head: `an epoch, ${theirs}`,
      numeric: true,
      cell: ({ reference }) => seconds(reference?.secondsPerEpoch),
    },
    { head: 'an epoch, ours', numeric: true, cell: (group) => seconds(groupFigures(group).secondsPerEpoch) },
    { head: 'verdict', numeric: false, cell: ({ verdict = '' }) => verdict },
  ]
  return [
    { head: 'configuration', numeric: false, cell: ({ label }) => label },
    ...columns.filter(({ cell }) => groups.some((group) => cell(group) !== '')),
  ]
}

/** `98.77 % ± 0.05`, or with both ends where the mean is not in the middle. */
export function withInterval(summary: AccuracySummary | undefined): string {
  if (!summary) return ''
  const { mean, interval } = summary
  if (!interval?.every(Number.isFinite)) return percent(mean)
  const [below, above] = [mean - interval[0], interval[1] - mean]
  if (Math.abs(below - above) > 0.02 * Math.max(below, above)) {
    return `${percent(mean)} (${percent(interval[0])} to ${percent(interval[1])})`
  }
  return `${percent(mean)}\u00a0±\u00a0${(100 * above).toFixed(2)}`
}

function difference(group: ReportGroup): string {
  const { final } = groupFigures(group)
  const theirs = group.reference?.finalAccuracy
  return final && theirs !== undefined ? points(final.mean - theirs) : ''
}
