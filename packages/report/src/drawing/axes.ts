import { extremes } from '../values/moments.ts'
import { ink } from './palette.ts'

/** What all axes have in common. */
interface AxisStyle<Type extends string, Line> {
  readonly type: Type
  readonly axisLine: Line
  readonly axisTick: { readonly show: boolean }
  readonly axisLabel: { readonly color: string; readonly fontSize: number }
  readonly nameTextStyle: { readonly color: string; readonly fontSize: number }
}

const text = { color: ink.muted, fontSize: 12 }

/** Style of an axis of numbers, with lines across the chart. */
export const numberAxis: AxisStyle<'value', { readonly show: false }> & {
  readonly scale: true
  readonly splitLine: { readonly lineStyle: { readonly color: string } }
} = {
  type: 'value',
  scale: true,
  axisLine: { show: false },
  axisTick: { show: false },
  axisLabel: text,
  splitLine: { lineStyle: { color: ink.grid } },
  nameTextStyle: text,
}

/** Style of an axis of names or whole numbers. */
export const nameAxis: AxisStyle<'category', { readonly lineStyle: { readonly color: string } }> = {
  type: 'category',
  axisLine: { lineStyle: { color: ink.muted } },
  axisTick: { show: false },
  axisLabel: text,
  nameTextStyle: text,
}

/** Style of a text above a part of a chart. */
export const partTitle: { readonly fontSize: number; readonly fontWeight: 'bold'; readonly color: string } = {
  fontSize: 13,
  fontWeight: 'bold',
  color: ink.text,
}

/** About how wide a text is, rather more than less: fonts differ. */
export function textWidth(content: string, fontSize = 12): number {
  return Array.from(content).length * fontSize * 0.58
}

/** The longest text's width. */
export function widestText(texts: readonly string[], fontSize = 12): number {
  return Math.max(0, extremes(texts.map((content) => textWidth(content, fontSize))).high)
}

/** Shortens a text to what fits. */
export function fit(content: string, width: number, fontSize = 12): string {
  const room = Math.floor(width / (fontSize * 0.58))
  const letters = Array.from(content)
  return letters.length <= room ? content : `${letters.slice(0, Math.max(1, room - 1)).join('')}…`
}

/** Breaks a text into lines that fit, at spaces where there are any; the last line is shortened. */
export function wrap(content: string, width: number, most: number, fontSize = 12): string {
  const lines: string[] = []
  let rest = content
  while (lines.length < most - 1 && textWidth(rest, fontSize) > width) {
    const letters = Array.from(rest).slice(0, Math.max(1, Math.floor(width / (fontSize * 0.58))))
    const space = letters.lastIndexOf(' ')
    const line = space > 0 ? letters.slice(0, space + 1) : letters
    lines.push(line.join('').trimEnd())
    rest = rest.slice(line.join('').length)
  }
  return [...lines, fit(rest, width, fontSize)].join('\n')
}
