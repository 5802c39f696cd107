import type { LineSeriesOption } from 'echarts'
import { nameAxis, numberAxis } from '../drawing/axes.ts'
import type { Chart, Drawing } from '../drawing/chart.ts'
import { distinct, legendAbove } from '../drawing/legend.ts'
import { lineStyle } from '../drawing/line-style.ts'
import { lowerLimit, niceExtent, type Extent } from '../drawing/nice-extent.ts'
import { band } from '../drawing/shapes.ts'
import { describeConditions } from '../data/conditions.ts'
import { curveOf, drawnEpochs, epochsOf, thinEpochs, type Curve } from '../data/epoch-curves.ts'
import { describeThinning, evenly } from '../values/evenly.ts'
import { tick } from '../values/format-numbers.ts'
import type { Measure } from '../data/measure.ts'
import type { ShownGroup } from '../data/prepare-report.ts'

/** More areas on top of each other than this say nothing. */
const areas = 4

/** Configurations in the chart, at most: no two lines of the first look the same. */
const most = 40

/** A measure per epoch of several configurations in one chart. */
export function compareEpochs(
  groups: readonly ShownGroup[],
  measure: Measure,
  { name, title }: { readonly name: string; readonly title: string },
): Chart | undefined {
  const { split, metric, format } = measure
  const all = groups.filter(({ runs }) =>
    runs.some(({ epochs }) => epochs.some((record) => record[split]?.[metric] !== undefined)),
  )
  if (all.length < 2) return undefined
  const measured = evenly(all, most)
  const epochs = [...new Set(measured.flatMap((group) => epochsOf({ ...group, reference: undefined })))].sort(
    (a, b) => a - b,
  )
  const labels = distinct(measured.map(({ label }) => label))
  const curves = measured.map((group) => curveOf(group, measure))
  const at = (curve: Curve, epoch: number): string => format(curve.get(epoch)?.mean)
  const last = epochs.at(-1) as number
  const drawn = thinEpochs(drawnEpochs(epochs))
  const listed = thinEpochs(epochs)
  const { extent, isCut } = axisOf(curves, drawn, measure)
  const conditions = describeConditions(measured, measure)
  return {
    name,
    title,
    caption: [
      `Mean ${measure.name} of each configuration.`,
      measured.length <= areas ? 'Areas reach from the lowest to the highest run.' : '',
      isCut ? 'What is far below the others is in the table only.' : '',
      conditions,
      describeThinning(measured.length, all.length, 'configurations'),
      describeThinning(listed.length, epochs.length, 'epochs'),
    ]
      .filter(Boolean)
      .join(' '),
    alternative: [
      `Lines of ${measure.name} per epoch for ${measured.length} configurations. After epoch ${last}: ${curves
        .map((curve, index) => `${labels[index]} ${at(curve, last) || 'not reached'}`)
        .join('; ')}.`,
      conditions,
    ]
      .filter(Boolean)
      .join(' '),
    table: {
      head: ['epoch', ...labels],
      rows: listed.map((epoch) => [String(epoch), ...curves.map((curve) => at(curve, epoch))]),
    },
    draw: (width) => draw({ curves, labels, epochs: drawn, extent, measure }, width),
  }
}

interface Content {
  readonly curves: readonly Curve[]
  readonly labels: readonly string[]
  readonly epochs: readonly number[]
  readonly extent: Extent
  readonly measure: Measure
}

function draw({ curves, labels, epochs, extent, measure }: Content, width: number): Drawing {
  const { scale } = measure
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
      yAxis: {
        ...numberAxis,
        ...extent,
        name: measure.unit,
        axisLabel: { ...numberAxis.axisLabel, formatter: tick },
      },
      series: curves.flatMap((curve, index) => {
        const { color, dash, symbol } = lineStyle(index)
        const spreads = epochs.map((epoch) => curve.get(epoch))
        const line: LineSeriesOption = {
          type: 'line',
          name: labels[index],
          data: spreads.map((spread) =>
            spread && Number.isFinite(spread.mean) ? Number((scale * spread.mean).toPrecision(8)) : '-',
          ),
          symbol,
          symbolSize: epochs.length > 30 ? 3 : 7,
          showAllSymbol: true,
          lineStyle: { width: 2, type: dash, color },
          itemStyle: { color },
          z: 3,
        }
        if (curves.length > areas || !spreads.some((spread) => spread && spread.n > 1)) return [line]
        const ranges = spreads.map((spread, at): [number, number, number] =>
          spread ? [at, scale * spread.low, scale * spread.high] : [at, NaN, NaN],
        )
        return [band(ranges, color), line]
      }),
    },
  }
}

function lastMean(curve: Curve, epochs: readonly number[]): number | undefined {
  const last = epochs.findLast((epoch) => curve.has(epoch))
  return last === undefined ? undefined : curve.get(last)?.mean
}

/** An axis for what is not far below the others. */
function axisOf(
  curves: readonly Curve[],
  epochs: readonly number[],
  { scale, within, metric, near }: Measure,
): { extent: Extent; isCut: boolean } {
  const all = curves.flatMap((curve) =>
    epochs.flatMap((epoch) => {
      const spread = curve.get(epoch)
      return spread ? [scale * spread.low, scale * spread.high] : []
    }),
  )
  // A loss falls by so much in the first epochs that no limit fits it.
  const limit =
    metric === 'loss'
      ? -Infinity
      : lowerLimit(
          curves.map((curve) => scale * (lastMean(curve, epochs) ?? NaN)),
          near,
        )
  const shown = all.filter((value) => value >= limit)
  const extent = niceExtent(shown, { lines: 6, within })
  return { extent, isCut: shown.length < all.length }
}
