import { setPlatformAPI } from 'echarts/core'
import { inertMark } from './inert-option.ts'

/** The font of charts while ECharts lays them out. No other chart in a page has it, so only ours are measured differently. */
export const layoutFont = 'tunekit-report,sans-serif'

/**
 * Has ECharts take text widths from a table, as it does without a canvas.
 *
 * In a browser ECharts would otherwise ask the canvas, and the drawing would depend on the browser and its fonts. Texts of
 * other charts in the page are measured as before.
 */
export function useTextWidths(): void {
  if (isUsed) return
  isUsed = true
  setPlatformAPI({
    measureText: (text, font = '12px sans-serif') =>
      (font.includes(layoutFont) ? undefined : onCanvas(text, font)) ?? { width: tableWidth(text, font) },
  })
}

let isUsed = false
let context: TextContext | null | undefined

/** The part of a browser's canvas that measures texts. */
interface TextContext {
  font: string
  measureText(text: string): { width: number }
}

function onCanvas(text: string, font: string): { width: number } | undefined {
  const { document } = globalThis as {
    document?: { createElement(tag: 'canvas'): { getContext(kind: '2d'): TextContext | null } }
  }
  context ??= document?.createElement('canvas').getContext('2d')
  if (!context) return undefined
  context.font = font
  return context.measureText(text)
}

/**
 * Widths of the characters from U+0020 in hundredths of the font size, each stored as the character with that code plus 20:
 * ZRender's table of a sans-serif font (zrender/lib/core/platform.js, BSD-3-Clause). Any other character is as wide as the
 * font is high.
 */
const widths =
  "007LLmW'55;N0500LLLLLLLLLL00NNNLzWW\\\\WQb\\0FWLg\\bWb\\WQ\\WrWWQ000CL5LLFLL0LL**F*gLLLL5F0LF\\FFF5.5N"

function tableWidth(text: string, font: string): number {
  const size = Number(/(\d*\.?\d*)px/.exec(font)?.[1]) || 12
  let width = 0
  // In order, and a sum of products: the last bit of a position depends on it.
  for (let index = 0; index < text.length; index++) {
    if (text[index] === inertMark) continue
    const code = widths.charCodeAt(text.charCodeAt(index) - 32)
    width += Number.isNaN(code) ? size : ((code - 20) / 100) * size
  }
  return width
}
