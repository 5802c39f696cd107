import type { EChartsOption } from 'echarts'
import { fit, textWidth } from './axes.ts'
import { ink } from './palette.ts'

const rowHeight = 12
const iconWidth = 30
const gap = 18

/**
 * A legend above a chart, in as many rows as it needs.
 *
 * @param options.icon Width of the symbols; those of lines are wide. Default 30
 * @returns `height` that it takes from the top
 */
export function legendAbove(
  names: readonly string[],
  width: number,
  { icon = iconWidth }: { readonly icon?: number } = {},
): { option: EChartsOption['legend']; height: number } {
  const room = width - 8
  let rows = 1
  let used = 0
  for (const name of names) {
    const size = Math.min(room, icon + 5 + textWidth(name) + gap)
    if (used > 0 && used + size > room) {
      rows++
      used = 0
    }
    used += size
  }
  return {
    height: rows * rowHeight + (rows - 1) * gap + 18,
    option: {
      // ECharts' own estimate of widths is that of a narrow font.
      data: names.map((name) => ({ name, textStyle: { width: textWidth(fit(name, room - icon - 5)) } })),
      top: 0,
      left: 0,
      width: room,
      padding: [4, 0],
      itemGap: gap,
      itemWidth: icon,
      itemHeight: 10,
      textStyle: { color: ink.text, fontSize: 12 },
      formatter: (name) => fit(name, room - icon - 5),
    },
  }
}

/** Makes equal names different, as legends need it. */
export function distinct(names: readonly string[]): string[] {
  const seen = new Map<string, number>()
  return names.map((name) => {
    const count = (seen.get(name) ?? 0) + 1
    seen.set(name, count)
    return count === 1 ? name : `${name} (${count})`
  })
}
