import type { LineSeriesOption } from 'echarts'
import { nameAxis, numberAxis, partTitle } from '../drawing/axes.ts'
import type { Chart, Drawing, Table } from '../drawing/chart.ts'
import { legendAbove } from '../drawing/legend.ts'
import { lineStyle } from '../drawing/line-style.ts'
import { niceExtent, type Extent } from '../drawing/nice-extent.ts'
import { ink } from '../drawing/palette.ts'
import { band } from '../drawing/shapes.ts'
import { describeConditions } from '../data/conditions.ts'
import { curveOf, drawnEpochs, epochsOf, thinEpochs, type Curve, type Metric } from '../data/epoch-curves.ts'
import type { Spread } from '../values/moments.ts'
import { describeThinning } from '../values/evenly.ts'
import { pluralize, number, percent, tick } from '../values/format-numbers.ts'
import type { Measure } from '../data/measure.ts'
import type { ReportGroup, ReportReference } from '../input/report-input.ts'

/** One line in both parts of the chart. */
interface Line {
  readonly name: string
  readonly style: ReturnType<typeof lineStyle>
  readonly curves: Readonly<Record<Metric, Curve>>
}

/** Accuracy and loss per epoch of one configuration: means, and the range over its runs. */
export function learningCurves(group: ReportGroup, measure: Measure, name: string): Chart | undefined {
  const epochs = epochsOf(group)
  const lines = linesOf(group)
  if (lines.length === 0) return undefined
  const drawn = drawnEpochs(epochs)
  const listed = thinEpochs(epochs)
  const conditions = describeConditions([group], measure)
  return {
    name,
    title: group.label,
    caption: [
      captionOf(group, epochs, drawn),
      conditions,
      describeThinning(listed.length, epochs.length, 'epochs'),
    ]
      .filter(Boolean)
      .join(' '),
    alternative: [describe(group, drawn, measure), conditions].filter(Boolean).join(' '),
    table: tableOf(lines, listed, group.runs.length),
    draw: (width) => draw(lines, thinEpochs(drawn), width),
  }
}

function linesOf(group: ReportGroup): Line[] {
  const { reference } = group
  const splits = (['test', 'train', 'validation'] as const).map((split, index): Line => ({
    name: split,
    style: lineStyle(index),
    curves: {
      accuracy: curveOf(group, { split, metric: 'accuracy' }),
      loss: curveOf(group, { split, metric: 'loss' }),
    },
  }))
  const theirs: Line[] = reference
    ? [
        {
          name: reference.label,
          style: { color: ink.text, dash: [9, 3, 2, 3], symbol: 'emptyDiamond' },
          curves: {
            accuracy: referenceCurve(reference, 'testAccuracy'),
            loss: referenceCurve(reference, 'testLoss'),
          },
        },
      ]
    : []
  return [...splits, ...theirs].filter(({ curves }) => curves.accuracy.size + curves.loss.size > 0)
}

function referenceCurve({ epochs = [] }: ReportReference, key: 'testAccuracy' | 'testLoss'): Curve {
  return new Map(
    epochs.flatMap(({ epoch, [key]: value }): [number, Spread][] =>
      value === undefined ? [] : [[epoch, { mean: value, low: value, high: value, n: 1 }]],
    ),
  )
}

function draw(lines: readonly Line[], epochs: readonly number[], width: number): Drawing {
  const wide = width >= 600
  const legend = legendAbove(
    lines.map(({ name }) => name),
    width,
  )
  const top = legend.height + 30
  const plot = wide ? 230 : 190
  const below = top + plot + 84
  const half = Math.floor(width / 2)
  const grids = wide
    ? [
        { left: 48, width: half - 68, top, height: plot },
        { left: half + 52, width: half - 64, top, height: plot },
      ]
    : [
        { left: 48, right: 12, top, height: plot },
        { left: 48, right: 12, top: below, height: plot },
      ]
  const parts = ['accuracy', 'loss'] as const
  return {
    height: wide ? top + plot + 46 : below + plot + 46,
    option: {
      legend: legend.option,
      title: parts.map((part, index) => ({
        text: part === 'accuracy' ? 'Accuracy (%)' : 'Loss',
        textStyle: partTitle,
        left: wide && index === 1 ? half : 0,
        top: (grids[index].top as number) - 32,
      })),
      grid: grids,
      xAxis: parts.map((_part, gridIndex) => ({
        ...nameAxis,
        gridIndex,
        data: epochs.map(String),
        boundaryGap: epochs.length === 1,
        name: 'epoch',
        nameLocation: 'middle',
        nameGap: 26,
      })),
      yAxis: parts.map((part, gridIndex) => ({
        ...numberAxis,
        gridIndex,
        ...(part === 'accuracy' && accuracyExtent(lines, epochs)),
        axisLabel: { ...numberAxis.axisLabel, formatter: tick },
      })),
      series: parts.flatMap((part, index) => lines.flatMap((line) => seriesOf(line, epochs, part, index))),
    },
  }
}

function seriesOf(
  { name, style, curves }: Line,
  epochs: readonly number[],
  metric: Metric,
  index: number,
): object[] {
  const scale = metric === 'accuracy' ? 100 : 1
  const spreads = epochs.map((epoch) => curves[metric].get(epoch))
  const axes = { xAxisIndex: index, yAxisIndex: index }
  const { color, dash, symbol } = style
  const line: LineSeriesOption = {
    ...axes,
    type: 'line',
    clip: false,
    name,
    data: spreads.map((spread) =>
      spread && Number.isFinite(spread.mean) ? Number((scale * spread.mean).toPrecision(8)) : '-',
    ),
    symbol,
    symbolSize: epochs.length > 30 ? 3 : 6,
    showAllSymbol: true,
    lineStyle: { width: 2, type: dash, color },
    itemStyle: { color },
    z: 3,
  }
  const ranges = spreads.map((spread, at): [number, number, number] =>
    spread ? [at, scale * spread.low, scale * spread.high] : [at, NaN, NaN],
  )
  const several = spreads.some((spread) => spread && spread.n > 1)
  return several ? [band(ranges, color, axes), line] : [line]
}

function tableOf(lines: readonly Line[], epochs: readonly number[], runs: number): Table {
  const columns = (['accuracy', 'loss'] as const).flatMap((metric) =>
    lines.map(({ name, curves }) => ({
      head: `${name} ${metric}`,
      cell: (epoch: number) => {
        const spread = curves[metric].get(epoch)
        const format = metric === 'accuracy' ? percent : number
        if (!spread) return ''
        if (spread.n === 1) return format(spread.mean)
        return `${format(spread.mean)} (${format(spread.low)} to ${format(spread.high)})`
      },
    })),
  )
  const filled = columns.filter(({ cell }) => epochs.some((epoch) => cell(epoch) !== ''))
  return {
    head: [runs > 1 ? 'epoch; mean (range)' : 'epoch', ...filled.map(({ head }) => head)],
    rows: epochs.map((epoch) => [String(epoch), ...filled.map(({ cell }) => cell(epoch))]),
  }
}

/** No axis of accuracies goes beyond 100 %, as one that is left to ECharts does. */
function accuracyExtent(lines: readonly Line[], epochs: readonly number[]): Extent {
  const values = lines.flatMap(({ curves }) =>
    epochs.flatMap((epoch) => {
      const spread = curves.accuracy.get(epoch)
      return spread ? [100 * spread.low, 100 * spread.high] : []
    }),
  )
  return niceExtent(values, { lines: 5, within: [0, 100] })
}

function captionOf({ runs }: ReportGroup, epochs: readonly number[], drawn: readonly number[]): string {
  const sentences = [
    runs.length > 1
      ? `Lines are means of ${runs.length} runs, areas reach from the lowest to the highest.`
      : runs.length === 1
        ? 'One run.'
        : 'No runs of our own.',
  ]
  if (drawn.length < epochs.length) sentences.push('Epoch 0, before training, is in the table only.')
  const diverged = runs.filter(({ epochs: records }) =>
    records.some(({ train, test, validation }) =>
      [train, test, validation].some((scores) => isBroken(scores?.loss)),
    ),
  )
  if (diverged.length > 0) {
    sentences.push(`${pluralize(diverged.length, 'run')} diverged: lines end where a loss is no number.`)
  }
  return sentences.join(' ')
}

function isBroken(loss: number | undefined): boolean {
  return loss !== undefined && !Number.isFinite(loss)
}

function describe(group: ReportGroup, epochs: readonly number[], measure: Measure): string {
  const { name, split, format } = measure
  const sentences = [
    `Lines of accuracy and loss per epoch for ${group.label}, ${pluralize(group.runs.length, 'run')}.`,
  ]
  const curve = curveOf(group, measure)
  const measured = epochs.filter((epoch) => curve.has(epoch))
  const [first, last] = [measured.at(0), measured.at(-1)]
  if (first !== undefined && last !== undefined) {
    const at = (epoch: number): string => format(curve.get(epoch)?.mean)
    sentences.push(
      first === last
        ? `Mean ${name} is ${at(last)} after epoch ${last}.`
        : `Mean ${name} goes from ${at(first)} after epoch ${first} to ${at(last)} after epoch ${last}.`,
    )
    const loss = measure.metric === 'accuracy' && curveOf(group, { split, metric: 'loss' }).get(last)
    if (loss) sentences.push(`Mean ${split} loss is ${number(loss.mean)} then.`)
  }
  return sentences.join(' ')
}
