import { nameAxis, numberAxis } from '../drawing/axes.ts'
import type { Chart, Drawing } from '../drawing/chart.ts'
import { legendAbove } from '../drawing/legend.ts'
import { lowerLimit, niceExtent, type Extent } from '../drawing/nice-extent.ts'
import { ink } from '../drawing/palette.ts'
import { rowLabels } from '../drawing/row-labels.ts'
import { shapes } from '../drawing/shapes.ts'
import { number, percent, points, tick } from '../format-numbers.ts'
import { finalAccuracy, groupFigures } from '../group-figures.ts'
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

/** Final test accuracy of every configuration: single runs, mean with its interval, and the reference's figure. */
export function finalAccuracyChart(groups: readonly ReportGroup[]): Chart | undefined {
  const rows = groups.map((group): Row => ({
    label: group.label,
    runs: group.runs.flatMap((run) => finalAccuracy(run) ?? []),
    final: groupFigures(group).final,
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
    title: 'Final test accuracy',
    caption: [
      `Filled dots are means${hasIntervals ? ', bars their intervals' : ''}; small rings are single runs.`,
      shown.some(({ theirs }) => theirs !== undefined) ? `Diamonds are the figures of ${theirName}.` : '',
      hasArrows ? 'An arrow at the left edge is a mean far below the others.' : '',
    ]
      .filter(Boolean)
      .join(' '),
    alternative: `Final test accuracy of ${shown.length} configurations. ${shown
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
        intervals(rows, labels.shift),
        belowAxis(rows, isBelow, extent.min, labels.shift),
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

function intervals(rows: readonly Row[], shift: number): ReturnType<typeof shapes> {
  const bars = rows.flatMap(({ final }, row) =>
    final?.interval?.every(Number.isFinite)
      ? [{ row, low: 100 * final.interval[0], high: 100 * final.interval[1] }]
      : [],
  )
  return shapes(
    bars.map(({ row, low }): [number, number] => [low, row]),
    (toPixels) =>
      bars.flatMap(({ row, low, high }) => {
        const [x1, middle] = toPixels(low, row)
        const [x2] = toPixels(high, row)
        const y = middle + shift
        const style = { stroke: ink.series[0], lineWidth: 2 }
        return [
          { type: 'line' as const, shape: { x1, y1: y, x2, y2: y }, style },
          { type: 'line' as const, shape: { x1, y1: y - 5, x2: x1, y2: y + 5 }, style },
          { type: 'line' as const, shape: { x1: x2, y1: y - 5, x2, y2: y + 5 }, style },
        ]
      }),
    { z: 2 },
  )
}

/** Arrows at the edge, with the number. */
function belowAxis(
  rows: readonly Row[],
  isBelow: (value: number) => boolean,
  edge: number,
  shift: number,
): ReturnType<typeof shapes> {
  return shapes(
    [[NaN, 0]],
    (toPixels) =>
      rows.flatMap(({ final }, row) => {
        if (!final || !isBelow(final.mean)) return []
        const [x, y] = toPixels(edge, row)
        return [
          {
            type: 'text' as const,
            style: {
              x: x + 6,
              y: y + shift,
              text: `◂ ${percent(final.mean)}`,
              fontSize: 12,
              fill: ink.series[0],
              verticalAlign: 'middle' as const,
            },
          },
        ]
      }),
    { clip: false, z: 6 },
  )
}
