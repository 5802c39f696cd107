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

/** How a line looks. */
export interface LineStyle {
  readonly color: string
  readonly dash: 'solid' | number[]
  /** The marker at each point. */
  readonly symbol: string
}

/** Style of the line with an index. The first 280 lines all differ, and not in colour alone. */
export function lineStyle(index: number): LineStyle {
  const dash = dashes[index % dashes.length]
  return {
    color: ink.series[index % ink.series.length],
    dash: dash === 'solid' ? dash : [...dash],
    symbol: symbols[index % symbols.length],
  }
}
