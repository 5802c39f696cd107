import type { XAXisComponentOption, YAXisComponentOption } from 'echarts'
import { tick } from '../values/format-numbers.ts'
import { ink } from './palette.ts'

type Numbers = { readonly type: 'value' }
type Names = { readonly type: 'category' }
type XNumbers = Extract<XAXisComponentOption, Partial<Numbers>>
type YNumbers = Extract<YAXisComponentOption, Partial<Numbers>>

interface TextStyle {
  readonly color: string
  readonly fontSize: number
}

const text: TextStyle = { color: ink.muted, fontSize: 12 }
const line = { show: true, onZero: false, lineStyle: { color: ink.muted } }

/** The style of a title above one part of a chart. */
export const partTitle: TextStyle & { readonly fontWeight: 'bold' } = {
  fontSize: 13,
  fontWeight: 'bold',
  color: ink.text,
}

/** Creates an axis of numbers below a plot of rows or bars, with a line across the plot at each number. */
export function lengthAxis(options: XNumbers): XNumbers & Numbers {
  return below({ axisLine: { show: false }, splitLine: { lineStyle: { color: ink.grid } }, ...options })
}

/** Creates an axis of numbers below a plot of points or lines. The axis is a line, and no lines cross the plot. */
export function baseAxis(options: XNumbers): XNumbers & Numbers {
  return below({ axisLine: line, splitLine: { show: false }, ...options })
}

function below({ axisLabel, ...options }: XNumbers): XNumbers & Numbers {
  return {
    type: 'value',
    scale: true,
    axisTick: { show: false },
    axisLabel: { ...text, formatter: tick, hideOverlap: true, ...axisLabel },
    ...nameBelow,
    ...options,
  }
}

/** The place and the style of the name of an axis below a plot. */
const nameBelow = { nameLocation: 'middle', nameGap: 26, nameTextStyle: text } as const

/** Creates an axis of numbers to the left of a plot, with a line across the plot at each number. Its name is above the axis. */
export function valueAxis({ axisLabel, ...options }: YNumbers): YNumbers & Numbers {
  return {
    type: 'value',
    scale: true,
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: { ...text, formatter: tick, ...axisLabel },
    splitLine: { lineStyle: { color: ink.grid } },
    // ECharts centers the name over the axis, so the left edge of the drawing would cut it off.
    nameTextStyle: { ...text, align: 'left', padding: [0, 0, 0, -52] },
    ...options,
  }
}

/** The style of an axis of names. */
export const categoryAxis: Names & {
  readonly axisLine: { readonly lineStyle: { readonly color: string } }
  readonly axisTick: { readonly show: false }
  readonly axisLabel: TextStyle
  readonly nameTextStyle: TextStyle
} = {
  type: 'category',
  axisLine: { lineStyle: { color: ink.muted } },
  axisTick: { show: false },
  axisLabel: text,
  nameTextStyle: text,
}

/** Creates an axis of epochs below a plot of lines. */
export function epochAxis(epochs: readonly number[], gridIndex = 0): XAXisComponentOption & Names {
  return {
    ...categoryAxis,
    ...nameBelow,
    gridIndex,
    data: epochs.map(String),
    boundaryGap: epochs.length === 1,
    name: 'epoch',
  }
}
