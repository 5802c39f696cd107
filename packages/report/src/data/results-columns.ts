import type { ValueSummary } from '../input/report-input.ts'
import { seconds } from '../values/format-numbers.ts'
import { splitConditions } from './conditions.ts'
import { groupFigures, groupSecondsPerEpoch, referenceName } from './group-figures.ts'
import type { Measure } from './measure.ts'
import type { Comparison, ShownGroup } from './prepare-report.ts'

/** A column of the table of results. */
export interface Column {
  readonly head: string
  readonly numeric: boolean
  cell(group: ShownGroup): string
}

/**
 * Returns the columns of a table of results: the label, then every column with a value for at least one configuration.
 * Conditions that all configurations share are not columns: see {@link resultsFacts}.
 */
export function resultsColumns({ groups, measure }: Comparison): Column[] {
  const isCompared = groups.some(({ reference }) => reference !== undefined)
  const reference = referenceName(groups)
  const isAccuracy = measure.metric === 'accuracy'
  const ofReference = (kind: 'finalAccuracy' | 'bestAccuracy') => (group: ShownGroup) =>
    isAccuracy ? measure.format(group.reference?.[kind]) : ''
  const final = (group: ShownGroup): ValueSummary | undefined => groupFigures(group, measure).final
  const columns: Column[] = [
    { head: 'runs', numeric: true, cell: (group) => String(final(group)?.n ?? group.runs.length) },
    ...splitConditions(groups, measure).differing,
    { head: `final, ${reference}`, numeric: true, cell: ofReference('finalAccuracy') },
    {
      head: isCompared ? 'final, ours' : `final ${measure.name}`,
      numeric: true,
      cell: (group) => withInterval(final(group), measure),
    },
    {
      head: 'difference',
      numeric: true,
      cell: (group) => (isAccuracy ? difference(final(group), group.reference?.finalAccuracy, measure) : ''),
    },
    { head: `best, ${reference}`, numeric: true, cell: ofReference('bestAccuracy') },
    {
      head: isCompared ? 'best, ours' : `best ${measure.name}`,
      numeric: true,
      cell: (group) => withInterval(groupFigures(group, measure).best, measure),
    },
    {
      head: `time per epoch, ${reference}`,
      numeric: true,
      cell: (group) => seconds(group.reference?.secondsPerEpoch),
    },
    {
      head: isCompared ? 'time per epoch, ours' : 'time per epoch',
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

/** Returns the facts that hold for all figures of a table: `measured: final test accuracy`, `epochs: 10`. */
export function resultsFacts({ groups, measure }: Comparison): readonly { label: string; value: string }[] {
  const { common } = splitConditions(groups, measure)
  // Without other facts, the heads of the columns are enough.
  return common.length === 0 ? [] : [{ label: 'measured', value: `final ${measure.name}` }, ...common]
}

/** Formats a mean with its interval: `98.77 % ± 0.05`, or with both ends if the mean is not in the middle of the interval. */
function withInterval(summary: ValueSummary | undefined, { format, factor, metric }: Measure): string {
  if (!summary) return ''
  const { mean, interval } = summary
  if (!interval?.every(Number.isFinite)) return format(mean)
  const [below, above] = [mean - interval[0], interval[1] - mean]
  if (Math.abs(below - above) > 0.02 * Math.max(below, above)) {
    return `${format(mean)} (${format(interval[0])} to ${format(interval[1])})`
  }
  const halfWidth = metric === 'accuracy' ? (factor * above).toFixed(2) : String(Number(above.toPrecision(3)))
  return `${format(mean)}\u00a0±\u00a0${halfWidth}`
}

function difference(
  final: ValueSummary | undefined,
  reference: number | undefined,
  { formatDifference }: Measure,
): string {
  return final && reference !== undefined ? formatDifference(final.mean - reference) : ''
}
