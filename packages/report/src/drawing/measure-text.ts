import { setPlatformAPI } from 'echarts/core'
import { inertMark } from './inert-option.ts'

/** The font of our charts while ECharts lays them out. No other chart in a page has this font. */
export const layoutFont = 'tunekit-report,sans-serif'

/**
 * Makes ECharts read the widths of texts in our charts from a table, as it does where there is no canvas.
 *
 * In a browser, ECharts would otherwise measure with a canvas, and the drawing would depend on the browser and its fonts. Texts
 * of other charts in the page are measured as before.
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
 * The widths of the characters from U+0020 to U+007E, from ZRender's table of a sans-serif font (zrender/lib/core/platform.js,
 * BSD-3-Clause). A width in hundredths of the font size, plus 20, is stored as the character with this code. Any other character
 * is as wide as the font is high.
 */
const widths =
  "007LLmW'55;N0500LLLLLLLLLL00NNNLzWW\\\\WQb\\0FWLg\\bWb\\WQ\\WrWWQ000CL5LLFLL0LL**F*gLLLL5F0LF\\FFF5.5N"

function tableWidth(text: string, font: string): number {
  const size = Number(/(\d*\.?\d*)px/.exec(font)?.[1]) || 12
  let width = 0
  // The last bit of a position depends on the order of the sum, and on the sum having products as terms.
  for (let index = 0; index < text.length; index++) {
    if (text[index] === inertMark) continue
    const code = widths.charCodeAt(text.charCodeAt(index) - 32)
    width += Number.isNaN(code) ? size : ((code - 20) / 100) * size
  }
  return width
}
