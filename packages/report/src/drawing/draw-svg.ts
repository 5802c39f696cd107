import { CustomChart, LineChart, ParallelChart, ScatterChart } from 'echarts/charts'
import { GridComponent, LegendComponent, ParallelComponent, TitleComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import type { Chart } from './chart.ts'
import { inertMark, inertOption } from './inert-option.ts'
import { layoutFont, useTextWidths } from './measure-text.ts'
import { entriesOf, ink, themes, type Theme } from './palette.ts'

/** The inside of an SVG element, in placeholder colours. */
export interface Drawn {
  readonly width: number
  readonly height: number
  readonly content: string
}

/** What texts in a chart are set in; to be set on the SVG element. */
export const fontFamily = 'system-ui,sans-serif'

/**
 * Draws a chart in placeholder colours.
 *
 * ECharts counts what it draws in a process, and puts the counts into ids and classes. Ids get the chart's name
 * instead, so that the same chart has the same bytes, and charts in one page do not clash. Classes and styles are
 * for hovering only, and go.
 *
 * @param id Unique in the page
 */
export function drawSvg(chart: Chart, width: number, id: string): Drawn {
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
  const { height, option } = chart.draw(width)
  const canvas = withGlobal(() => init(null, null, { renderer: 'svg', ssr: true, width, height }))
  try {
    canvas.setOption({
      animation: false,
      ...inertOption(option),
      textStyle: { fontFamily: layoutFont, color: ink.text },
    })
    const svg = canvas.renderToSVGString()
    const content = svg
      .slice(svg.indexOf('>') + 1, svg.lastIndexOf('</svg>'))
      .replace(/<style\s*>[^]*<\/style>\n?/, '')
      .replace(/ (?:class|ecmeta_\w+|pointer-events)="[^"]*"/g, '')
      .replace(/ id="zr\d+-/g, ` id="${id}-`)
      .replace(/="url\(#zr\d+-/g, `="url(#${id}-`)
      .replace(/font-family:[^;"]*;/g, '')
      .replaceAll(inertMark, '')
      .trim()
    return { width, height, content }
  } finally {
    canvas.dispose()
  }
}

/**
 * Calls a function while there is a `global`, which ECharts' development build reads in a worker, where there is neither
 * that nor a window. Nothing else runs meanwhile, and nothing is left behind.
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

/** Colours of a theme, for files that stand alone. */
export function themeColor(theme: Theme): (name: string) => string {
  const colors = new Map(entriesOf(themes[theme]))
  return (name) => colors.get(name) as string
}
