import { referenceName } from './charts/final-accuracy.ts'
import { percent, points, seconds } from './format-numbers.ts'
import { groupFigures, groupSecondsPerEpoch } from './group-figures.ts'
import { measuredSplit } from './measured-split.ts'
import type { AccuracySummary, ReportGroup } from './report-input.ts'

/** A column of the table of results. */
export interface Column {
  readonly head: string
  readonly numeric: boolean
  cell(group: ReportGroup): string
}

/** The columns that at least one configuration has something for; the first is its label. */
export function resultsColumns(groups: readonly ReportGroup[]): Column[] {
  const split = measuredSplit(groups)
  const compared = groups.some(({ reference }) => reference !== undefined)
  const theirs = referenceName(groups)
  const final = (group: ReportGroup): AccuracySummary | undefined => groupFigures(group, split).final
  const columns: Column[] = [
    { head: 'runs', numeric: true, cell: ({ runs, summary }) => String(summary?.n ?? runs.length) },
    { head: theirs, numeric: true, cell: ({ reference }) => percent(reference?.finalAccuracy) },
    {
      head: compared ? 'ours' : `final ${split} accuracy`,
      numeric: true,
      cell: (group) => withInterval(final(group)),
    },
    {
      head: 'difference',
      numeric: true,
      cell: (group) => difference(final(group), group.reference?.finalAccuracy),
    },
    {
      head: `best, ${theirs}`,
      numeric: true,
      cell: ({ reference }) => percent(reference?.bestAccuracy),
    },
    {
      head: compared ? 'best, ours' : `best ${split} accuracy`,
      numeric: true,
      cell: (group) => withInterval(groupFigures(group, split).best),
    },
    {
      head: `an epoch, ${theirs}`,
      numeric: true,
      cell: ({ reference }) => seconds(reference?.secondsPerEpoch),
    },
    {
      head: compared ? 'an epoch, ours' : 'an epoch',
      numeric: true,
      cell: (group) => seconds(groupSecondsPerEpoch(group)),
    },
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

function difference(ours: AccuracySummary | undefined, theirs: number | undefined): string {
  return ours && theirs !== undefined ? points(ours.mean - theirs) : ''
}
