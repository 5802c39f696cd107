import { splitConditions } from './conditions.ts'
import { seconds } from '../values/format-numbers.ts'
import { groupFigures, groupSecondsPerEpoch, referenceName } from './group-figures.ts'
import type { Measure } from './measure.ts'
import type { Comparison, ShownGroup } from './prepare-report.ts'
import type { ValueSummary } from '../input/report-input.ts'

/** A column of the table of results. */
export interface Column {
  readonly head: string
  readonly numeric: boolean
  cell(group: ShownGroup): string
}

/**
 * The columns that at least one configuration has something for; the first is its label. Conditions that are the same for
 * all configurations have none: see {@link resultsFacts}.
 */
export function resultsColumns({ groups, measure }: Comparison): Column[] {
  const compared = groups.some(({ reference }) => reference !== undefined)
  const theirs = referenceName(groups)
  const isAccuracy = measure.metric === 'accuracy'
  const ofReference = (kind: 'finalAccuracy' | 'bestAccuracy') => (group: ShownGroup) =>
    isAccuracy ? measure.format(group.reference?.[kind]) : ''
  const final = (group: ShownGroup): ValueSummary | undefined => groupFigures(group, measure).final
  const columns: Column[] = [
    { head: 'runs', numeric: true, cell: (group) => String(final(group)?.n ?? group.runs.length) },
    ...splitConditions(groups, measure).differing,
    { head: theirs, numeric: true, cell: ofReference('finalAccuracy') },
    {
      head: compared ? 'ours' : `final ${measure.name}`,
      numeric: true,
      cell: (group) => withInterval(final(group), measure),
    },
    {
      head: 'difference',
      numeric: true,
      cell: (group) => (isAccuracy ? difference(final(group), group.reference?.finalAccuracy, measure) : ''),
    },
    { head: `best, ${theirs}`, numeric: true, cell: ofReference('bestAccuracy') },
    {
      head: compared ? 'best, ours' : `best ${measure.name}`,
      numeric: true,
      cell: (group) => withInterval(groupFigures(group, measure).best, measure),
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

/** What all figures of a table are of: `measured: final test accuracy`, `epochs: 10`. */
export function resultsFacts({ groups, measure }: Comparison): readonly { label: string; value: string }[] {
  const { common } = splitConditions(groups, measure)
  // Without any, the heads of the columns say what is measured.
  return common.length === 0 ? [] : [{ label: 'measured', value: `final ${measure.name}` }, ...common]
}

/** `98.77 % ± 0.05`, or with both ends where the mean is not in the middle. */
export function withInterval(summary: ValueSummary | undefined, measure: Measure): string {
  if (!summary) return ''
  const { mean, interval } = summary
  if (!interval?.every(Number.isFinite)) return measure.format(mean)
  const [below, above] = [mean - interval[0], interval[1] - mean]
  if (Math.abs(below - above) > 0.02 * Math.max(below, above)) {
    return `${measure.format(mean)} (${measure.format(interval[0])} to ${measure.format(interval[1])})`
  }
  const half = measure.metric === 'accuracy' ? (100 * above).toFixed(2) : String(Number(above.toPrecision(3)))
  return `${measure.format(mean)}\u00a0±\u00a0${half}`
}

function difference(
  ours: ValueSummary | undefined,
  theirs: number | undefined,
  { formatDifference }: Measure,
): string {
  return ours && theirs !== undefined ? formatDifference(ours.mean - theirs) : ''
}
