import type { LineSeriesOption } from 'echarts'
import { nameAxis, numberAxis, partTitle } from '../drawing/axes.ts'
import type { Chart, Drawing, Table } from '../drawing/chart.ts'
import { legendAbove } from '../drawing/legend.ts'
import { lineStyle } from '../drawing/marks.ts'
import { ink } from '../drawing/palette.ts'
import { band } from '../drawing/shapes.ts'
import { drawnEpochs, epochsOf, spreadAt, type Metric, type Spread } from '../epoch-statistics.ts'
import { counted, number, percent, tick } from '../format-numbers.ts'
import type { MeasuredSplit } from '../measured-split.ts'
import type { ReportGroup } from '../report-input.ts'

/** One line in both parts of the chart. */
interface Curve {
  readonly name: string
  readonly style: ReturnType<typeof lineStyle>
  at(epoch: number, metric: Metric): Spread | undefined
}

/** Accuracy and loss per epoch of one configuration: means, and the range over its runs. */
export function learningCurves(group: ReportGroup, split: MeasuredSplit, name: string): Chart | undefined {
  const epochs = epochsOf(group)
  const curves = curvesOf(group, epochs)
  if (curves.length === 0) return undefined
  const drawn = drawnEpochs(epochs)
  return {
    name,
    title: group.label,
    caption: captionOf(group, epochs, drawn),
    alternative: describe(group, drawn, split),
    table: tableOf(curves, epochs, group.runs.length),
    draw: (width) => draw(curves, drawn, width),
  }
}

function curvesOf(group: ReportGroup, epochs: readonly number[]): Curve[] {
  const { reference } = group
  const splits = (['test', 'train', 'validation'] as const).map((split, index): Curve => ({
    name: split,
    style: lineStyle(index),
    at: (epoch, metric) => spreadAt(group, epoch, split, metric),
  }))
  const theirs: Curve[] = reference
    ? [
        {
          name: reference.label,
          style: { color: ink.text, dash: [9, 3, 2, 3], symbol: 'emptyDiamond' },
          at(epoch, metric) {
            const record = reference.epochs?.find((candidate) => candidate.epoch === epoch)
            const value = metric === 'accuracy' ? record?.testAccuracy : record?.testLoss
            return value === undefined ? undefined : { mean: value, low: value, high: value, n: 1 }
          },
        },
      ]
    : []
  return [...splits, ...theirs].filter(({ at }) =>
    epochs.some((epoch) => at(epoch, 'accuracy') ?? at(epoch, 'loss')),
  )
}

function draw(curves: readonly Curve[], epochs: readonly number[], width: number): Drawing {
  const wide = width >= 600
  const legend = legendAbove(
    curves.map(({ name }) => name),
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
      yAxis: parts.map((_part, gridIndex) => ({
        ...numberAxis,
        gridIndex,
        axisLabel: { ...numberAxis.axisLabel, formatter: tick },
      })),
      series: parts.flatMap((part, index) => curves.flatMap((curve) => seriesOf(curve, epochs, part, index))),
    },
  }
}

function seriesOf(curve: Curve, epochs: readonly number[], metric: Metric, index: number): object[] {
  const scale = metric === 'accuracy' ? 100 : 1
  const spreads = epochs.map((epoch) => curve.at(epoch, metric))
  const axes = { xAxisIndex: index, yAxisIndex: index }
  const { color, dash, symbol } = curve.style
  const line: LineSeriesOption = {
    ...axes,
    type: 'line',
    clip: false,
    name: curve.name,
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

function tableOf(curves: readonly Curve[], epochs: readonly number[], runs: number): Table {
  const columns = (['accuracy', 'loss'] as const).flatMap((metric) =>
    curves.map(({ name, at }) => ({
      head: `${name} ${metric}`,
      cell: (epoch: number) => {
        const spread = at(epoch, metric)
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
    sentences.push(`${counted(diverged.length, 'run')} diverged: lines end where a loss is no number.`)
  }
  return sentences.join(' ')
}

function isBroken(loss: number | undefined): boolean {
  return loss !== undefined && !Number.isFinite(loss)
}

function describe(group: ReportGroup, epochs: readonly number[], split: MeasuredSplit): string {
  const lines = [
    `Lines of accuracy and loss per epoch for ${group.label}, ${counted(group.runs.length, 'run')}.`,
  ]
  const measured = epochs.filter((epoch) => spreadAt(group, epoch, split, 'accuracy'))
  const [first, last] = [measured.at(0), measured.at(-1)]
  if (first !== undefined && last !== undefined) {
    const at = (epoch: number): string => percent(spreadAt(group, epoch, split, 'accuracy')?.mean)
    const loss = spreadAt(group, last, split, 'loss')
    lines.push(
      first === last
        ? `Mean ${split} accuracy is ${at(last)} after epoch ${last}.`
        : `Mean ${split} accuracy goes from ${at(first)} after epoch ${first} to ${at(last)} after epoch ${last}.`,
    )
    if (loss) lines.push(`Mean ${split} loss is ${number(loss.mean)} then.`)
  }
  return lines.join(' ')
}
