import { nameAxis, numberAxis } from '../drawing/axes.ts'
import type { Chart, Drawing } from '../drawing/chart.ts'
import { edgeArrows, whiskers } from '../drawing/interval-marks.ts'
import { legendAbove } from '../drawing/legend.ts'
import { lowerLimit, niceExtent, type Extent } from '../drawing/nice-extent.ts'
import { ink } from '../drawing/palette.ts'
import { rowLabels } from '../drawing/row-labels.ts'
import { number, percent, points, tick } from '../format-numbers.ts'
import { finalAccuracy, groupFigures } from '../group-figures.ts'
import type { MeasuredSplit } from '../measured-split.ts'
import type { AccuracySummary, ReportGroup } from '../report-input.ts'

interface Row {
  readonly label: string
  readonly runs: readonly number[]
  readonly final?: AccuracySummary
  readonly theirs?: number
}

interface Axis {
  readonly extent: Extent
  /** Whether a fraction lies beyond the lower end. */
  isBelow(value: number): boolean
}

/** Final accuracy of every configuration: single runs, mean with its interval, and the reference's figure. */
export function finalAccuracyChart(groups: readonly ReportGroup[], split: MeasuredSplit): Chart | undefined {
  const rows = groups.map((group): Row => ({
    label: group.label,
    runs: group.runs.flatMap((run) => finalAccuracy(run, split) ?? []),
    final: groupFigures(group, split).final,
    theirs: group.reference?.finalAccuracy,
  }))
  const shown = rows.filter(({ final, theirs }) => final ?? theirs)
  if (shown.length === 0) return undefined
  const theirName = referenceName(groups)
  const axis = axisOf(shown)
  const hasArrows = shown.some(({ final }) => final && axis.isBelow(final.mean))
  const hasIntervals = shown.some(({ final }) => final?.interval)
  return {
    name: 'final-accuracy',
    title: `Final ${split} accuracy`,
    caption: [
      `Filled dots are means${hasIntervals ? ', bars their intervals' : ''}; small rings are single runs.`,
      shown.some(({ theirs }) => theirs !== undefined) ? `Diamonds are the figures of ${theirName}.` : '',
      hasArrows ? 'An arrow at the left edge is a mean far below the others.' : '',
    ]
      .filter(Boolean)
      .join(' '),
    alternative: `Final ${split} accuracy of ${shown.length} configurations. ${shown
      .map(({ label, final, theirs }) =>
        [
          `${label}: ${final ? percent(final.mean) : 'no run'}`,
          final?.interval ? `interval ${percent(final.interval[0])} to ${percent(final.interval[1])}` : '',
          theirs === undefined ? '' : `${theirName} ${percent(theirs)}`,
        ]
          .filter(Boolean)
          .join(', '),
      )
      .join('; ')}.`,
    table: {
      head: [
        'configuration',
        'runs',
        'mean',
        'interval',
        'standard deviation',
        theirName,
        'difference (points)',
        'single runs',
      ],
      rows: shown.map(({ label, runs, final, theirs }) => [
        label,
        String(final?.n ?? 0),
        percent(final?.mean),
        final?.interval ? `${percent(final.interval[0])} to ${percent(final.interval[1])}` : '',
        final?.standardDeviation === undefined ? '' : `${number(100 * final.standardDeviation, 3)} points`,
        percent(theirs),
        final && theirs !== undefined ? points(final.mean - theirs) : '',
        runs.map(percent).join(', '),
      ]),
    },
    draw: (width) => draw(shown, axis, theirName, width),
  }
}

/** What the references are called together. */
export function referenceName(groups: readonly ReportGroup[]): string {
  const names = new Set(groups.flatMap(({ reference }) => reference?.label ?? []))
  return names.size === 1 ? [...names][0] : 'reference'
}

function draw(rows: readonly Row[], axis: Axis, theirName: string, width: number): Drawing {
  const { extent, isBelow } = axis
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
        .filter((value) => value !== undefined && Number.isFinite(value) && !isBelow(value))
        .map((value): [number, number] => [100 * (value as number), y]),
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
        name: '%',
        nameLocation: 'middle',
        nameGap: 26,
        axisLabel: { ...numberAxis.axisLabel, formatter: tick, hideOverlap: true },
      },
      yAxis: { ...nameAxis, ...labels.axis, inverse: true },
      series: [
        ...labels.series,
        whiskers(
          rows.map(({ final }) => final?.interval?.map((end) => 100 * end)),
          labels.shift,
        ),
        edgeArrows(
          rows.map(({ final }) => (final && isBelow(final.mean) ? percent(final.mean) : undefined)),
          extent.min,
          labels.shift,
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

/** An axis for what is not far below the others. */
function axisOf(rows: readonly Row[]): Axis {
  const all = rows.flatMap(({ final, theirs, runs }) =>
    [final?.mean, theirs, ...(final?.interval ?? []), ...runs].flatMap((value) =>
      value === undefined ? [] : 100 * value,
    ),
  )
  const limit = lowerLimit(
    rows.flatMap(({ final, theirs }) =>
      [final?.mean, theirs].flatMap((value) => (value === undefined ? [] : 100 * value)),
    ),
  )
  const shown = all.filter((value) => value >= limit)
  const extent = niceExtent(shown, { lines: 5, within: [0, 100] })
  return { extent, isBelow: (value) => 100 * value < extent.min }
}
