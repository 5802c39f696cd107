import { describeConditions } from '../data/conditions.ts'
import { finalValue, groupFigures, referenceName } from '../data/group-figures.ts'
import type { Measure } from '../data/measure.ts'
import type { Comparison } from '../data/prepare-report.ts'
import { describeInterruption } from '../data/run-progress.ts'
import { lengthAxis } from '../drawing/axes.ts'
import type { Chart, Drawing, Table } from '../drawing/chart.ts'
import { dots, referenceDots, runDots } from '../drawing/dots.ts'
import { edgeArrows, whiskers } from '../drawing/row-marks.ts'
import { labeledRows } from '../drawing/labeled-rows.ts'
import { legendAbove } from '../drawing/legend.ts'
import { niceExtent, withoutOutliers, type Extent } from '../drawing/nice-extent.ts'
import { ink } from '../drawing/palette.ts'
import { plotBelow } from '../drawing/plot.ts'
import type { ReportGroup, ValueSummary } from '../input/report-input.ts'
import { describeThinning, evenly } from '../values/evenly.ts'
import { number, pluralize } from '../values/format-numbers.ts'
import { sentences } from '../values/sentences.ts'

/** The maximum number of configurations in the chart. */
const maxConfigurations = 100

/** The figures of one configuration. */
interface Result {
  readonly label: string
  readonly runs: readonly number[]
  readonly final?: ValueSummary
  readonly reference?: number
}

interface Axis {
  readonly extent: Extent
  /** The end of the axis at which values far worse than the others are cut off. */
  readonly cutSide: 'left' | 'right'
  /** Returns whether a value is cut off. */
  isCut(value: number): boolean
}

/** Creates a chart of the final value of every configuration: its runs, their mean with its interval, and the reference. */
export function finalValueChart({ groups, measure }: Comparison, name: string): Chart | undefined {
  const results = groups
    .map((group): Result => ({
      label: group.label,
      runs: group.runs.flatMap((run) => finalValue(run, measure) ?? []),
      final: groupFigures(group, measure).final,
      reference: measure.metric === 'accuracy' ? group.reference?.finalAccuracy : undefined,
    }))
    .filter(({ final, reference }) => final ?? reference)
  if (results.length === 0) return undefined
  const shown = evenly(results, maxConfigurations)
  const referenceLabel = referenceName(groups)
  const axis = axisOf(shown, measure)
  const conditions = sentences(describeConditions(groups, measure), describeInterruptedRuns(groups))
  return {
    name,
    title: `Final ${measure.name}`,
    caption: sentences(
      shown.some(({ final }) => final?.interval)
        ? 'Filled dots are means, lines through them are confidence intervals, and small rings are single runs.'
        : 'Filled dots are means, and small rings are single runs.',
      shown.some(({ reference }) => reference !== undefined)
        ? `Diamonds are the figures of ${referenceLabel}.`
        : '',
      shown.some(({ final }) => final && axis.isCut(final.mean))
        ? `An arrow at the ${axis.cutSide} edge stands for a mean far ${axis.cutSide === 'left' ? 'below' : 'above'} the others.`
        : '',
      conditions,
      describeThinning(shown.length, results.length, 'configurations'),
    ),
    alternative: sentences(describeResults(shown, referenceLabel, measure), conditions),
    table: tableOf(shown, referenceLabel, measure),
    draw: (width) => draw(shown, axis, { referenceLabel, measure }, width),
  }
}

function describeResults(
  results: readonly Result[],
  referenceLabel: string,
  { name, format }: Measure,
): string {
  const descriptions = results.map(({ label, final, reference }) =>
    [
      `${label}: ${final ? format(final.mean) : 'no run'}`,
      ...(final?.interval ? [`interval ${format(final.interval[0])} to ${format(final.interval[1])}`] : []),
      ...(reference === undefined ? [] : [`${referenceLabel} ${format(reference)}`]),
    ].join(', '),
  )
  return `Final ${name} of ${pluralize(results.length, 'configuration')}. ${descriptions.join('; ')}.`
}

function tableOf(results: readonly Result[], referenceLabel: string, measure: Measure): Table {
  const { format, formatDifference, metric, factor } = measure
  const deviation = ({ standardDeviation }: Partial<ValueSummary> = {}): string =>
    standardDeviation === undefined ? '' : number(factor * standardDeviation, 3)
  const unit = metric === 'accuracy' ? ' (points)' : ''
  const head = [
    ...['configuration', 'runs', 'mean', 'interval', `standard deviation${unit}`],
    ...[referenceLabel, `difference${unit}`, 'single runs'],
  ]
  const rows = results.map(({ label, runs, final, reference }) => [
    label,
    String(final?.n ?? 0),
    format(final?.mean),
    final?.interval ? `${format(final.interval[0])} to ${format(final.interval[1])}` : '',
    deviation(final),
    format(reference),
    final && reference !== undefined ? formatDifference(final.mean - reference) : '',
    runs.map(format).join(', '),
  ])
  const isFilled = head.map((_, column) => column === 0 || rows.some((row) => row[column] !== ''))
  return {
    head: head.filter((_, column) => isFilled[column]),
    rows: rows.map((row) => row.filter((_, column) => isFilled[column])),
  }
}

/** Lists the runs that were interrupted before their last planned epoch. */
function describeInterruptedRuns(groups: readonly ReportGroup[]): string {
  const interrupted = groups.flatMap(({ runs }) =>
    runs.flatMap((run) => {
      const words = describeInterruption(run)
      return words === undefined ? [] : [`${run.name} (${words})`]
    }),
  )
  if (interrupted.length === 0) return ''
  const more = interrupted.length > 5 ? ` and ${interrupted.length - 5} more` : ''
  return `Not final: ${interrupted.slice(0, 5).join(', ')}${more}.`
}

function draw(
  results: readonly Result[],
  { extent, cutSide, isCut }: Axis,
  { referenceLabel, measure }: { readonly referenceLabel: string; readonly measure: Measure },
  width: number,
): Drawing {
  const { factor, format, unit } = measure
  const legend = legendAbove(
    [
      'mean, interval',
      ...(results.some(({ runs }) => runs.length > 0) ? ['single run'] : []),
      ...(results.some(({ reference }) => reference !== undefined) ? [referenceLabel] : []),
    ],
    width,
    { symbol: 14 },
  )
  const rows = labeledRows(
    results.map(({ label }) => label),
    width,
    34,
  )
  const { shift } = rows
  const plot = plotBelow({ above: legend.height, left: rows.left, height: rows.height })
  const points = (values: (result: Result) => readonly (number | undefined)[]): [number, number][] =>
    results.flatMap((result, row) =>
      values(result)
        .filter((value) => value !== undefined && Number.isFinite(value) && !isCut(value))
        .map((value): [number, number] => [factor * (value as number), row]),
    )
  return {
    height: plot.height,
    option: {
      legend: legend.option,
      grid: plot.grid,
      xAxis: lengthAxis({ ...extent, name: unit }),
      yAxis: rows.axis,
      series: [
        ...rows.labels,
        whiskers(
          results.map(({ final }) => final?.interval?.map((end) => factor * end)),
          shift,
        ),
        edgeArrows(
          results.map(({ final }) => (final && isCut(final.mean) ? format(final.mean) : undefined)),
          cutSide === 'left' ? extent.min : extent.max,
          { shift, side: cutSide },
        ),
        dots(
          points(({ final }) => [final?.mean]),
          { name: 'mean, interval', size: 11, color: ink.series[0], shift, level: 4 },
        ),
        dots(
          points(({ runs }) => runs),
          runDots({ color: ink.series[0], shift: shift + 9 }),
        ),
        dots(
          points(({ reference }) => [reference]),
          referenceDots({ name: referenceLabel, shift }),
        ),
      ],
    },
  }
}

/** Creates an axis for the values that are not far worse than the others. */
function axisOf(results: readonly Result[], { factor, within, direction, near }: Measure): Axis {
  const inUnits = (values: readonly (number | undefined)[]): number[] =>
    values.flatMap((value) => (value === undefined ? [] : factor * value))
  const means = results.flatMap(({ final, reference }) => inUnits([final?.mean, reference]))
  const isNear = withoutOutliers(means, { direction, near })
  const shown = results.flatMap(({ final, reference, runs }) => [
    ...inUnits([final?.mean, reference, ...runs]).filter(isNear),
    // If the mean is cut off, the visible part of its interval would look like a whole interval.
    ...(final?.interval && isNear(factor * final.mean) ? inUnits(final.interval) : []),
  ])
  const extent = niceExtent(shown, { lines: 5, within })
  const isLeft = direction === 'maximize'
  return {
    extent,
    cutSide: isLeft ? 'left' : 'right',
    isCut: (value) => (isLeft ? factor * value < extent.min : factor * value > extent.max),
  }
}
