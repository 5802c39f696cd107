import { describeConditions } from '../data/conditions.ts'
import { curveOf, epochsOf, epochsToDraw, thinEpochs, type Curve } from '../data/epoch-curves.ts'
import { splitName, type Measure } from '../data/measure.ts'
import { epochAxis, partTitle, valueAxis } from '../drawing/axes.ts'
import { isWide, type Chart, type Drawing, type Table } from '../drawing/chart.ts'
import { legendAbove } from '../drawing/legend.ts'
import { lineStyle, type LineStyle } from '../drawing/line-style.ts'
import { niceExtent, type Extent } from '../drawing/nice-extent.ts'
import { ink } from '../drawing/palette.ts'
import { room } from '../drawing/plot.ts'
import type { ReportGroup, ReportReference } from '../input/report-input.ts'
import type { EpochScores, Metric } from '../input/run-data.ts'
import { describeThinning } from '../values/evenly.ts'
import { number, percent, pluralize } from '../values/format-numbers.ts'
import type { Spread } from '../values/moments.ts'
import { sentences } from '../values/sentences.ts'
import { epochLine } from './epoch-line.ts'

/** One line in both parts of the chart. */
interface Line {
  readonly name: string
  readonly isReference: boolean
  readonly style: LineStyle
  readonly curves: Readonly<Record<Metric, Curve>>
}

const metrics = ['accuracy', 'loss'] as const

/** Creates a chart of the accuracy and loss per epoch of one configuration: their means and ranges over its runs. */
export function learningCurves(group: ReportGroup, measure: Measure, name: string): Chart | undefined {
  const epochs = epochsOf(group)
  const lines = linesOf(group)
  if (lines.length === 0) return undefined
  const drawn = epochsToDraw(epochs)
  const listed = thinEpochs(epochs)
  const conditions = describeConditions([group], measure)
  return {
    name,
    title: group.label,
    caption: sentences(
      describeRuns(group),
      drawn.length < epochs.length ? 'Epoch 0, before training, is only in the table.' : '',
      describeDivergence(group),
      conditions,
      describeThinning(listed.length, epochs.length, 'epochs'),
    ),
    alternative: sentences(describeLines(group, drawn, measure), conditions),
    table: tableOf(lines, listed, group.runs.length),
    draw: (width) => draw(lines, thinEpochs(drawn), width),
  }
}

function linesOf(group: ReportGroup): Line[] {
  const { reference } = group
  const splits = (['test', 'train', 'validation'] as const).map((split, index): Line => ({
    name: splitName(split),
    isReference: false,
    style: lineStyle(index),
    curves: {
      accuracy: curveOf(group, { split, metric: 'accuracy' }),
      loss: curveOf(group, { split, metric: 'loss' }),
    },
  }))
  const referenceLine = reference && {
    name: reference.label,
    isReference: true,
    style: { color: ink.text, dash: [9, 3, 2, 3], symbol: 'emptyDiamond' },
    curves: {
      accuracy: referenceCurve(reference, 'testAccuracy'),
      loss: referenceCurve(reference, 'testLoss'),
    },
  }
  return [...splits, ...(referenceLine ? [referenceLine] : [])].filter(
    ({ curves }) => curves.accuracy.size + curves.loss.size > 0,
  )
}

function referenceCurve({ epochs = [] }: ReportReference, key: 'testAccuracy' | 'testLoss'): Curve {
  return new Map(
    epochs.flatMap(({ epoch, [key]: value }): [number, Spread][] =>
      value === undefined ? [] : [[epoch, { mean: value, low: value, high: value, n: 1 }]],
    ),
  )
}

function draw(lines: readonly Line[], epochs: readonly number[], width: number): Drawing {
  const wide = isWide(width)
  const legend = legendAbove(
    lines.map(({ name }) => name),
    width,
  )
  const height = wide ? 230 : 190
  const top = legend.height + room.title
  const second = wide ? top : top + height + room.axis + room.title + 8
  const half = Math.floor(width / 2)
  const columns = wide
    ? [
        { left: 48, right: width - half + room.right },
        { left: half + 48, right: room.right },
      ]
    : [
        { left: 48, right: room.right },
        { left: 48, right: room.right },
      ]
  const tops = [top, second]
  return {
    height: second + height + room.axis,
    option: {
      legend: legend.option,
      title: metrics.map((metric, plot) => ({
        text: metric === 'accuracy' ? 'Accuracy (%)' : 'Loss',
        textStyle: partTitle,
        left: columns[plot].left - 48,
        top: tops[plot] - room.title - 2,
      })),
      grid: metrics.map((_, plot) => ({ ...columns[plot], top: tops[plot], height })),
      xAxis: metrics.map((_, plot) => epochAxis(epochs, plot)),
      yAxis: metrics.map((metric, plot) =>
        valueAxis({ ...(metric === 'accuracy' && accuracyExtent(lines, epochs)), gridIndex: plot }),
      ),
      series: metrics.flatMap((metric, plot) =>
        lines.flatMap(({ name, style, curves }) =>
          epochLine({ name, style, curve: curves[metric] }, epochs, {
            factor: metric === 'accuracy' ? 100 : 1,
            plot,
          }),
        ),
      ),
    },
  }
}

/** Creates an axis of percentages that ends at 100 %. The axes that ECharts chooses exceed 100 %. */
function accuracyExtent(lines: readonly Line[], epochs: readonly number[]): Extent {
  const values = lines.flatMap(({ curves }) =>
    epochs.flatMap((epoch) => {
      const spread = curves.accuracy.get(epoch)
      return spread ? [100 * spread.low, 100 * spread.high] : []
    }),
  )
  return niceExtent(values, { lines: 5, within: [0, 100] })
}

function tableOf(lines: readonly Line[], epochs: readonly number[], runCount: number): Table {
  const columns = metrics
    .flatMap((metric) =>
      lines.map(({ name, isReference, curves }) => ({
        head: isReference ? `test ${metric}, ${name}` : `${name} ${metric}`,
        cell: (epoch: number) => {
          const spread = curves[metric].get(epoch)
          const format = metric === 'accuracy' ? percent : number
          if (!spread) return ''
          if (spread.n === 1) return format(spread.mean)
          return `${format(spread.mean)} (${format(spread.low)} to ${format(spread.high)})`
        },
      })),
    )
    .filter(({ cell }) => epochs.some((epoch) => cell(epoch) !== ''))
  return {
    head: [runCount > 1 ? 'epoch; mean (range)' : 'epoch', ...columns.map(({ head }) => head)],
    rows: epochs.map((epoch) => [String(epoch), ...columns.map(({ cell }) => cell(epoch))]),
  }
}

function describeRuns({ runs }: ReportGroup): string {
  if (runs.length === 0) return 'Reference figures only; there are no runs.'
  return runs.length === 1
    ? 'One run.'
    : `Lines are means of ${runs.length} runs; shaded areas extend from the lowest to the highest run.`
}

function describeDivergence({ runs }: ReportGroup): string {
  const isBroken = (scores?: EpochScores): boolean =>
    scores?.loss !== undefined && !Number.isFinite(scores.loss)
  const diverged = runs.filter(({ epochs }) =>
    epochs.some(({ train, test, validation }) => [train, test, validation].some(isBroken)),
  )
  return diverged.length === 0
    ? ''
    : `${pluralize(diverged.length, 'run')} diverged: lines end where the loss is no longer finite.`
}

function describeLines(group: ReportGroup, epochs: readonly number[], measure: Measure): string {
  const { name, split, format, metric } = measure
  const intro = `Line chart of accuracy and loss per epoch for ${group.label} (${pluralize(group.runs.length, 'run')}).`
  const curve = curveOf(group, measure)
  const measured = epochs.filter((epoch) => curve.has(epoch))
  const [first, last] = [measured.at(0), measured.at(-1)]
  if (first === undefined || last === undefined) return intro
  const mean = (epoch: number): string => format(curve.get(epoch)?.mean)
  const loss = metric === 'accuracy' ? curveOf(group, { split, metric: 'loss' }).get(last) : undefined
  return sentences(
    intro,
    first === last
      ? `The mean ${name} is ${mean(last)} after epoch ${last}.`
      : `The mean ${name} changes from ${mean(first)} after epoch ${first} to ${mean(last)} after epoch ${last}.`,
    loss ? `The mean ${splitName(split)} loss is then ${number(loss.mean)}.` : '',
  )
}
