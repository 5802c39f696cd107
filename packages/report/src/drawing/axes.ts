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

/** Style of a title above the plot of one part of a chart. */
export const partTitle: TextStyle & { readonly fontWeight: 'bold' } = {
  fontSize: 13,
  fontWeight: 'bold',
  color: ink.text,
}

/** Numbers below a plot whose rows or bars grow to the right, with a line across the plot at each number. */
export function lengthAxis(options: XNumbers): XNumbers & Numbers {
  return below({ axisLine: { show: false }, splitLine: { lineStyle: { color: ink.grid } }, ...options })
}

/** Numbers below a plot whose values grow upwards: the axis is a line, and no lines cross the plot. */
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

/** Place and style of the name of an axis below a plot. */
const nameBelow = { nameLocation: 'middle', nameGap: 26, nameTextStyle: text } as const

/** Numbers to the left of a plot, with a line across the plot at each; a name stands above the axis. */
export function valueAxis({ axisLabel, ...options }: YNumbers): YNumbers & Numbers {
  return {
    type: 'value',
    scale: true,
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: { ...text, formatter: tick, ...axisLabel },
    splitLine: { lineStyle: { color: ink.grid } },
    // ECharts centres a name over the axis, where the left edge would cut it off.
    nameTextStyle: { ...text, align: 'left', padding: [0, 0, 0, -52] },
    ...options,
  }
}

/** Style of an axis of names. */
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

/** Epochs below a plot of lines. */
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
