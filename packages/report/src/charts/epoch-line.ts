import type { CustomSeriesOption, LineSeriesOption } from 'echarts'
import type { Curve } from '../data/epoch-curves.ts'
import type { LineStyle } from '../drawing/line-style.ts'
import { band } from '../drawing/shapes.ts'

/** A curve as it is drawn. */
export interface EpochLine {
  /** The name in the legend. */
  readonly name: string
  readonly curve: Curve
  readonly style: LineStyle
}

/**
 * Draws the means of a curve as a line with a marker at each epoch, and the range over its runs as an area.
 *
 * @param options.factor Multiplies the values
 * @param options.hasArea Whether the area is drawn. Default true
 * @param options.isCut Whether the axis leaves out values, whose part of the line is cut off. Default false
 * @param options.plot Index of the plot. Default 0
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
    // A line that is not cut off keeps whole markers at the edges of the plot.
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
