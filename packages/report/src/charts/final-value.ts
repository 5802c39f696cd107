import { nameAxis, numberAxis } from '../drawing/axes.ts'
import type { Chart, Drawing } from '../drawing/chart.ts'
import { edgeArrows, whiskers } from '../drawing/interval-marks.ts'
import { legendAbove } from '../drawing/legend.ts'
import { lowerLimit, niceExtent, type Extent } from '../drawing/nice-extent.ts'
import { ink } from '../drawing/palette.ts'
import { rowLabels } from '../drawing/row-labels.ts'
import { describeConditions } from '../data/conditions.ts'
import { describeThinning, evenly } from '../values/evenly.ts'
import { number, tick } from '../values/format-numbers.ts'
import { finalValue, groupFigures, referenceName } from '../data/group-figures.ts'
import type { Measure } from '../data/measure.ts'
import type { Comparison } from '../data/prepare-report.ts'
import type { ReportGroup, ValueSummary } from '../input/report-input.ts'
import { describeInterruption } from '../data/run-progress.ts'

/** Configurations in the chart, at most. */
const most = 100

interface Row {
  readonly label: string
  readonly runs: readonly number[]
  readonly final?: ValueSummary
  readonly theirs?: number
}

interface Axis {
  readonly extent: Extent
  /** The end that is cut off where a mean is far from the others: that of the worse values. */
  readonly cut: 'left' | 'right'
  /** Whether a value lies beyond that end. */
  isBeyond(value: number): boolean
}

/** Final value of every configuration: single runs, mean with its interval, and the reference's figure. */
export function finalValueChart({ groups, measure }: Comparison, name: string): Chart | undefined {
  const rows = groups.map((group): Row => ({
    label: group.label,
    runs: group.runs.flatMap((run) => finalValue(run, measure) ?? []),
    final: groupFigures(group, measure).final,
    theirs: measure.metric === 'accuracy' ? group.reference?.finalAccuracy : undefined,
  }))
  const all = rows.filter(({ final, theirs }) => final ?? theirs)
  if (all.length === 0) return undefined
  const shown = evenly(all, most)
  const theirName = referenceName(groups)
  const axis = axisOf(shown, measure)
  const hasArrows = shown.some(({ final }) => final && axis.isBeyond(final.mean))
  const hasIntervals = shown.some(({ final }) => final?.interval)
  const conditions = [describeConditions(groups, measure), describeInterrupted(groups)]
  const { format } = measure
  return {
    name,
    title: `Final ${measure.name}`,
    caption: [
      `Filled dots are means${hasIntervals ? ', bars their intervals' : ''}; small rings are single runs.`,
      shown.some(({ theirs }) => theirs !== undefined) ? `Diamonds are the figures of ${theirName}.` : '',
      hasArrows
        ? `An arrow at the ${axis.cut} edge is a mean far ${axis.cut === 'left' ? 'below' : 'above'} the others.`
        : '',
      ...conditions,
      describeThinning(shown.length, all.length, 'configurations'),
    ]
      .filter(Boolean)
      .join(' '),
    alternative: [
      `Final ${measure.name} of ${shown.length} configurations. ${shown
        .map(({ label, final, theirs }) =>
          [
            `${label}: ${final ? format(final.mean) : 'no run'}`,
            final?.interval ? `interval ${format(final.interval[0])} to ${format(final.interval[1])}` : '',
            theirs === undefined ? '' : `${theirName} ${format(theirs)}`,
          ]
            .filter(Boolean)
            .join(', '),
        )
        .join('; ')}.`,
      ...conditions,
    ]
      .filter(Boolean)
      .join(' '),
    table: {
      head: [
        'configuration',
        'runs',
        'mean',
        'interval',
        'standard deviation',
        theirName,
        measure.metric === 'accuracy' ? 'difference (points)' : 'difference',
        'single runs',
      ],
      rows: shown.map(({ label, runs, final, theirs }) => [
        label,
        String(final?.n ?? 0),
        format(final?.mean),
        final?.interval ? `${format(final.interval[0])} to ${format(final.interval[1])}` : '',
        deviation(final, measure),
        format(theirs),
        final && theirs !== undefined ? measure.formatDifference(final.mean - theirs) : '',
        runs.map(format).join(', '),
      ]),
    },
    draw: (width) => draw(shown, axis, { theirName, measure }, width),
  }
}

/** The runs whose figures are not of their last epoch, by name. */
function describeInterrupted(groups: readonly ReportGroup[]): string {
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

function deviation(final: ValueSummary | undefined, { metric, scale }: Measure): string {
  if (final?.standardDeviation === undefined) return ''
  const text = number(scale * final.standardDeviation, 3)
  return metric === 'accuracy' ? `${text} points` : text
}

function draw(
  rows: readonly Row[],
  axis: Axis,
  { theirName, measure }: { readonly theirName: string; readonly measure: Measure },
  width: number,
): Drawing {
  const { extent, isBeyond } = axis
  const { scale } = measure
  const names = [
    'mean, interval',
    ...(rows.some(({ runs }) => runs.length > 0) ? ['single run'] : []),
    ...(rows.some(({ theirs }) => theirs !== undefined) ? [theirName] : []),
  ]
  const legend = legendAbove(names, width, { icon: 14 })
  const labels = rowLabels(
    rows.map(({ label }) => label),
    width,
    { row: 34 },
  )
  const dots = (values: (row: Row) => readonly (number | undefined)[]): [number, number][] =>
    rows.flatMap((row, y) =>
      values(row)
        .filter((value) => value !== undefined && Number.isFinite(value) && !isBeyond(value))
        .map((value): [number, number] => [scale * (value as number), y]),
    )
  const marks = { type: 'scatter' as const, symbolOffset: [0, labels.shift] as [number, number] }
  return {
    height: legend.height + labels.height + 52,
    option: {
      legend: legend.option,
      grid: { left: labels.left, right: 22, top: legend.height + 6, height: labels.height },
      xAxis: {
        ...numberAxis,
        ...extent,
        name: measure.unit,
        nameLocation: 'middle',
        nameGap: 26,
        axisLabel: { ...numberAxis.axisLabel, formatter: tick, hideOverlap: true },
      },
      yAxis: { ...nameAxis, ...labels.axis, inverse: true },
      series: [
        ...labels.series,
        whiskers(
          rows.map(({ final }) => final?.interval?.map((end) => scale * end)),
          labels.shift,
        ),
        edgeArrows(
          rows.map(({ final }) => (final && isBeyond(final.mean) ? measure.format(final.mean) : undefined)),
          axis.cut === 'left' ? extent.min : extent.max,
          { shift: labels.shift, side: axis.cut },
        ),
        {
          ...marks,
          name: names[0],
          symbolSize: 11,
          itemStyle: { color: ink.series[0], opacity: 1 },
          data: dots(({ final }) => [final?.mean]),
          z: 4,
        },
        {
          ...marks,
          name: 'single run',
          symbol: 'circle',
          symbolSize: 6,
          symbolOffset: [0, labels.shift + 9],
          itemStyle: { color: ink.surface, opacity: 1, borderColor: ink.series[0], borderWidth: 1.2 },
          data: dots(({ runs }) => runs),
          z: 3,
        },
        {
          ...marks,
          name: theirName,
          symbol: 'diamond',
          symbolSize: 13,
          itemStyle: { color: ink.surface, opacity: 1, borderColor: ink.series[1], borderWidth: 2 },
          data: dots(({ theirs }) => [theirs]),
          z: 5,
        },
      ],
    },
  }
}

/** An axis for what is not far worse than the others. */
function axisOf(rows: readonly Row[], { scale, within, direction, near }: Measure): Axis {
  const isCutBelow = direction === 'maximize'
  const sign = isCutBelow ? 1 : -1
  const inUnits = (values: readonly (number | undefined)[]): number[] =>
    values.flatMap((value) => (value === undefined ? [] : scale * value))
  const means = rows.flatMap(({ final, theirs }) => inUnits([final?.mean, theirs]))
  const limit = lowerLimit(
    means.map((mean) => sign * mean),
    near,
  )
  const isNear = (value: number): boolean => sign * value >= limit
  const shown = rows.flatMap(({ final, theirs, runs }) => [
    ...inUnits([final?.mean, theirs, ...runs]).filter(isNear),
    // Half an interval would look like a whole one.
    ...(final?.interval && isNear(scale * final.mean) ? inUnits(final.interval) : []),
  ])
  const extent = niceExtent(shown, { lines: 5, within })
  return {
    extent,
    cut: isCutBelow ? 'left' : 'right',
    isBeyond: (value) => (isCutBelow ? scale * value < extent.min : scale * value > extent.max),
  }
}
