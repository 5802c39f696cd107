import type { LineSeriesOption } from 'echarts'
import { nameAxis, numberAxis } from '../drawing/axes.ts'
import type { Chart, Drawing } from '../drawing/chart.ts'
import { distinct, legendAbove } from '../drawing/legend.ts'
import { lineStyle } from '../drawing/marks.ts'
import { lowerLimit, niceExtent, type Extent } from '../drawing/nice-extent.ts'
import { band } from '../drawing/shapes.ts'
import { drawnEpochs, epochsOf, spreadAt } from '../epoch-statistics.ts'
import { percent, tick } from '../format-numbers.ts'
import type { MeasuredSplit } from '../measured-split.ts'
import type { ReportGroup } from '../report-input.ts'

/** More areas on top of each other than this say nothing. */
const areas = 4

/** Accuracy per epoch of several configurations in one chart. */
export function compareEpochs(
  groups: readonly ReportGroup[],
  split: MeasuredSplit,
  name: string,
  title: string,
): Chart | undefined {
  const measured = groups.filter(({ runs }) =>
    runs.some(({ epochs }) => epochs.some((record) => record[split]?.accuracy !== undefined)),
  )
  if (measured.length < 2) return undefined
  const epochs = [...new Set(measured.flatMap((group) => epochsOf({ ...group, reference: undefined })))].sort(
    (a, b) => a - b,
  )
  const labels = distinct(measured.map(({ label }) => label))
  const at = (group: ReportGroup, epoch: number): string => percent(meanAt(group, epoch, split))
  const last = epochs.at(-1) as number
  const drawn = drawnEpochs(epochs)
  const { extent, isCut } = axisOf(measured, drawn, split)
  return {
    name,
    title,
    caption: [
      `Mean ${split} accuracy of each configuration.`,
      measured.length <= areas ? 'Areas reach from the lowest to the highest run.' : '',
      isCut ? 'What is far below the others is in the table only.' : '',
    ]
      .filter(Boolean)
      .join(' '),
    alternative: `Lines of ${split} accuracy per epoch for ${measured.length} configurations. After epoch ${last}: ${measured
      .map((group, index) => `${labels[index]} ${at(group, last) || 'not reached'}`)
      .join('; ')}.`,
    table: {
      head: ['epoch', ...labels],
      rows: epochs.map((epoch) => [String(epoch), ...measured.map((group) => at(group, epoch))]),
    },
    draw: (width) => draw({ groups: measured, labels, epochs: drawn, extent, split }, width),
  }
}

interface Content {
  readonly groups: readonly ReportGroup[]
  readonly labels: readonly string[]
  readonly epochs: readonly number[]
  readonly extent: Extent
  readonly split: MeasuredSplit
}

function draw({ groups, labels, epochs, extent, split }: Content, width: number): Drawing {
  const legend = legendAbove(labels, width)
  const plot = width >= 600 ? 320 : 260
  return {
    height: legend.height + 24 + plot + 46,
    option: {
      legend: legend.option,
      grid: { left: 48, right: 14, top: legend.height + 24, height: plot },
      xAxis: {
        ...nameAxis,
        data: epochs.map(String),
        boundaryGap: epochs.length === 1,
        name: 'epoch',
        nameLocation: 'middle',
        nameGap: 26,
      },
      yAxis: { ...numberAxis, ...extent, name: '%', axisLabel: { ...numberAxis.axisLabel, formatter: tick } },
      series: groups.flatMap((group, index) => {
        const { color, dash, symbol } = lineStyle(index)
        const spreads = epochs.map((epoch) => spreadAt(group, epoch, split, 'accuracy'))
        const line: LineSeriesOption = {
          type: 'line',
          name: labels[index],
          data: spreads.map((spread) =>
            spread && Number.isFinite(spread.mean) ? Number((100 * spread.mean).toPrecision(8)) : '-',
          ),
          symbol,
          symbolSize: epochs.length > 30 ? 3 : 7,
          showAllSymbol: true,
          lineStyle: { width: 2, type: dash, color },
          itemStyle: { color },
          z: 3,
        }
        if (groups.length > areas || !spreads.some((spread) => spread && spread.n > 1)) return [line]
        const ranges = spreads.map((spread, at): [number, number, number] =>
          spread ? [at, 100 * spread.low, 100 * spread.high] : [at, NaN, NaN],
        )
        return [band(ranges, color), line]
      }),
    },
  }
}

function meanAt(group: ReportGroup, epoch: number, split: MeasuredSplit): number | undefined {
  return spreadAt(group, epoch, split, 'accuracy')?.mean
}

function lastMean(group: ReportGroup, epochs: readonly number[], split: MeasuredSplit): number | undefined {
  const last = epochs.findLast((epoch) => meanAt(group, epoch, split) !== undefined)
  return last === undefined ? undefined : meanAt(group, last, split)
}

/** An axis for what is not far below the others. */
function axisOf(
  groups: readonly ReportGroup[],
  epochs: readonly number[],
  split: MeasuredSplit,
): { extent: Extent; isCut: boolean } {
  const all = groups.flatMap((group) =>
    epochs.flatMap((epoch) => {
      const spread = spreadAt(group, epoch, split, 'accuracy')
      return spread ? [100 * spread.low, 100 * spread.high] : []
    }),
  )
  const limit = lowerLimit(groups.map((group) => 100 * (lastMean(group, epochs, split) ?? NaN)))
  const shown = all.filter((value) => value >= limit)
  const extent = niceExtent(shown, { lines: 6, within: [0, 100] })
  return { extent, isCut: shown.length < all.length }
}
