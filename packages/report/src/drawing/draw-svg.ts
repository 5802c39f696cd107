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

/** The font of all texts in a chart, to be set on the SVG element. */
export const fontFamily = 'system-ui,sans-serif'

/**
 * Draws a chart in placeholder colours. The same drawing gives the same bytes, whatever the process drew before.
 *
 * @param id Prefix of all ids in the drawing, unique in the page
 * @returns What belongs inside the SVG element
 */
export function drawSvg(drawing: Drawing, width: number, id: string): string {
  return svgContent(renderEcharts(drawing, width), id)
}

/** Has ECharts write a drawing as an SVG file, with texts as they will be shown. */
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
 * Calls a function while `global` exists, which ECharts' development build reads in a worker, where there is neither
 * `global` nor `window`. Nothing else runs meanwhile, and `global` is gone afterwards.
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

/** Replaces placeholder colours. */
export function paint(svg: string, colorOf: (name: string, placeholder: string) => string): string {
  return entriesOf(ink).reduce(
    (painted, [name, placeholder]) => painted.replaceAll(placeholder, colorOf(name, placeholder)),
    svg,
  )
}

/** The colours of a theme by name, for files that stand alone. */
export function themeColor(theme: Theme): (name: string) => string {
  const colors = new Map(entriesOf(themes[theme]))
  return (name) => colors.get(name) as string
}
