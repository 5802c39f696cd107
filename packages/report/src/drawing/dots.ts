import type { ScatterSeriesOption } from 'echarts'
import { ink } from './palette.ts'

/** The style of dots. */
export interface DotStyle {
  /** The name in the legend. */
  readonly name?: string
  readonly symbol?: 'circle' | 'diamond' | 'triangle'
  /** The diameter in pixels. */
  readonly size: number
  readonly color: string
  /** The width of the outline of hollow dots in pixels. Default: the dots are filled. */
  readonly outline?: number
  /** The opacity in [0, 1]. Default 1. */
  readonly opacity?: number
  /** The distance of the dots below their points in pixels. Default 0. */
  readonly shift?: number
  /** The level of the dots. Dots of a higher level cover dots of a lower level. Default 2. */
  readonly level?: number
}

/** Draws a dot at each point. */
export function dots(
  points: readonly (readonly [x: number, y: number])[],
  style: DotStyle,
): ScatterSeriesOption {
  const { name, symbol = 'circle', size, color, outline, opacity = 1, shift = 0, level = 2 } = style
  return {
    type: 'scatter',
    name,
    symbol,
    symbolSize: size,
    symbolOffset: [0, shift],
    itemStyle:
      outline === undefined
        ? { color, opacity }
        : { color: ink.surface, opacity, borderColor: color, borderWidth: outline },
    data: points.map((point) => [...point]),
    z: level,
  }
}

/** Returns the style of the dots of single runs. */
export function runDots(options: Pick<DotStyle, 'color' | 'shift'>): DotStyle {
  return { ...options, name: 'single run', size: 6, outline: 1.2, level: 3 }
}

/** Returns the style of the dots of a reference's figures. */
export function referenceDots(options: Pick<DotStyle, 'name' | 'shift'>): DotStyle {
  return { ...options, symbol: 'diamond', size: 13, color: ink.series[1], outline: 2, level: 5 }
}
