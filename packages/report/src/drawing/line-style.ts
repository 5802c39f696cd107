import { ink } from './palette.ts'

const dashes = ['solid', [6, 3], [2, 3], [9, 3, 2, 3], [14, 4]] as const
const symbols = [
  'circle',
  'rect',
  'triangle',
  'diamond',
  'emptyCircle',
  'emptyRect',
  'emptyTriangle',
] as const

/** The style of a line. */
export interface LineStyle {
  readonly color: string
  readonly dash: 'solid' | number[]
  /** The marker at each point. */
  readonly symbol: string
}

/** Returns the style of the line with an index. The first 280 styles differ, and not only in color. */
export function lineStyle(index: number): LineStyle {
  const dash = dashes[index % dashes.length]
  return {
    color: ink.series[index % ink.series.length],
    dash: dash === 'solid' ? dash : [...dash],
    symbol: symbols[index % symbols.length],
  }
}
