import type { LegendComponentOption } from 'echarts'
import { fitText, textWidth } from './fit-text.ts'
import { ink } from './palette.ts'

const rowHeight = 12
const gap = 18

/** A legend above a plot. */
export interface Legend {
  readonly option: LegendComponentOption
  /** The height of the legend in pixels, including the space below it. */
  readonly height: number
}

/**
 * Creates a legend with as many rows as the names need.
 *
 * @param options.symbol The width of the symbols in pixels. Default 30, which is wide enough for lines
 */
export function legendAbove(
  names: readonly string[],
  width: number,
  { symbol = 30 }: { readonly symbol?: number } = {},
): Legend {
  const room = width - 8
  let rows = 1
  let used = 0
  for (const name of names) {
    const size = Math.min(room, symbol + 5 + textWidth(name) + gap)
    if (used > 0 && used + size > room) {
      rows++
      used = 0
    }
    used += size
  }
  const fitted = (name: string): string => fitText(name, room - symbol - 5)
  return {
    height: rows * rowHeight + (rows - 1) * gap + 18,
    option: {
      // ECharts assumes a narrow font when it estimates widths.
      data: names.map((name) => ({ name, textStyle: { width: textWidth(fitted(name)) } })),
      top: 0,
      left: 0,
      width: room,
      padding: [4, 0],
      itemGap: gap,
      itemWidth: symbol,
      itemHeight: 10,
      textStyle: { color: ink.text, fontSize: 12 },
      formatter: fitted,
    },
  }
}

/** Appends numbers to repeated names, because ECharts needs unique names in a legend. */
export function uniqueNames(names: readonly string[]): string[] {
  const counts = new Map<string, number>()
  return names.map((name) => {
    const count = (counts.get(name) ?? 0) + 1
    counts.set(name, count)
    return count === 1 ? name : `${name} (${count})`
  })
}
