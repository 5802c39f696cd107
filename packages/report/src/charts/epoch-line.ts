import type { CustomSeriesOption, LineSeriesOption } from 'echarts'
import type { Curve } from '../data/epoch-curves.ts'
import type { LineStyle } from '../drawing/line-style.ts'
import { band } from '../drawing/shapes.ts'

/** A curve with its name and its style in a chart. */
export interface EpochLine {
  /** The name in the legend. */
  readonly name: string
  readonly curve: Curve
  readonly style: LineStyle
}

/**
 * Draws the means of a curve as a line with a marker at each epoch, and the range over its runs as an area.
 *
 * @param options.factor The factor that converts values to units of the axis
 * @param options.hasArea Whether the area is drawn. Default true
 * @param options.isCut Whether the line is cut off where it leaves the plot. Default false
 * @param options.plot The index of the plot. Default 0
 */
export function epochLine(
  { name, curve, style }: EpochLine,
  epochs: readonly number[],
  {
    factor,
    hasArea = true,
    isCut = false,
    plot = 0,
  }: {
    readonly factor: number
    readonly hasArea?: boolean
    readonly isCut?: boolean
    readonly plot?: number
  },
): (LineSeriesOption | CustomSeriesOption)[] {
  const { color, dash, symbol } = style
  const axes = { xAxisIndex: plot, yAxisIndex: plot }
  const spreads = epochs.map((epoch) => curve.get(epoch))
  const line: LineSeriesOption = {
    ...axes,
    type: 'line',
    name,
    // Clipping would also cut off half of a marker at the edge of the plot.
    clip: isCut,
    data: spreads.map((spread) =>
      spread && Number.isFinite(spread.mean) ? Number((factor * spread.mean).toPrecision(8)) : '-',
    ),
    symbol,
    symbolSize: epochs.length > 30 ? 3 : 6,
    showAllSymbol: true,
    lineStyle: { width: 2, type: dash, color },
    itemStyle: { color },
    z: 3,
  }
  if (!hasArea || !spreads.some((spread) => spread && spread.n > 1)) return [line]
  const ranges = spreads.map((spread, index): [number, number, number] =>
    spread ? [index, factor * spread.low, factor * spread.high] : [index, NaN, NaN],
  )
  return [band(ranges, color, axes), line]
}
