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

/** Colour, dash and marker of the n-th line: no two of the first 280 are the same, and colour alone says nothing. */
export function lineStyle(index: number): {
  color: string
  dash: 'solid' | number[]
  symbol: string
} {
  const dash = dashes[index % dashes.length]
  return {
    color: ink.series[index % ink.series.length],
    dash: dash === 'solid' ? dash : [...dash],
    symbol: symbols[index % symbols.length],
  }
}
