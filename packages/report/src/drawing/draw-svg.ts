import { CustomChart, LineChart, ParallelChart, ScatterChart } from 'echarts/charts'
import { GridComponent, LegendComponent, ParallelComponent, TitleComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { visibleText } from '../values/visible-text.ts'
import type { Drawing } from './chart.ts'
import { inertMark, inertOption } from './inert-option.ts'
import { layoutFont, useTextWidths } from './measure-text.ts'
import { entriesOf, ink, themes, type Theme } from './palette.ts'
import { svgContent } from './svg-content.ts'

/** The font of all texts in a chart. Set it on the SVG element. */
export const fontFamily = 'system-ui,sans-serif'

/**
 * Draws a chart in placeholder colors. The same drawing gives the same bytes, whatever the process drew before.
 *
 * @param id The prefix of all ids in the drawing, unique in the page
 * @returns The content of the SVG element
 */
export function drawSvg(drawing: Drawing, width: number, id: string): string {
  return svgContent(renderEcharts(drawing, width), id)
}

/** Renders a drawing with ECharts as an SVG file. Texts are as they will be shown. */
export function renderEcharts({ height, option }: Drawing, width: number): string {
  use([
    CustomChart,
    GridComponent,
    LegendComponent,
    LineChart,
    ParallelChart,
    ParallelComponent,
    ScatterChart,
    SVGRenderer,
    TitleComponent,
  ])
  useTextWidths()
  const canvas = withGlobal(() => init(null, null, { renderer: 'svg', ssr: true, width, height }))
  try {
    canvas.setOption({
      animation: false,
      ...inertOption(option),
      textStyle: { fontFamily: layoutFont, color: ink.text },
    })
    return visibleText(canvas.renderToSVGString().replaceAll(inertMark, ''))
  } finally {
    canvas.dispose()
  }
}

/**
 * Calls a synchronous function while `global` exists, and removes `global` afterwards. The development build of ECharts reads
 * `global`, but workers have neither `global` nor `window`.
 */
function withGlobal<Value>(use: () => Value): Value {
  if ('window' in globalThis || 'global' in globalThis) return use()
  Object.defineProperty(globalThis, 'global', { value: globalThis, configurable: true })
  try {
    return use()
  } finally {
    Reflect.deleteProperty(globalThis, 'global')
  }
}

/** Replaces the placeholder colors in a drawing. */
export function paint(svg: string, colorOf: (name: string, placeholder: string) => string): string {
  return entriesOf(ink).reduce(
    (painted, [name, placeholder]) => painted.replaceAll(placeholder, colorOf(name, placeholder)),
    svg,
  )
}

/** Returns a function that returns the colors of a theme by name. */
export function themeColor(theme: Theme): (name: string) => string {
  const colors = new Map(entriesOf(themes[theme]))
  return (name) => colors.get(name) as string
}
