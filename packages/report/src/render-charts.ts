import { html } from '@remix-run/html-template'
import { listCharts } from './charts/collect-charts.ts'
import { widths, type Chart } from './drawing/chart.ts'
import { drawSvg, fontFamily, paint, themeColor } from './drawing/draw-svg.ts'
import { ink, type Theme } from './drawing/palette.ts'
import { prepareReport } from './data/prepare-report.ts'
import type { ReportInput } from './input/report-input.ts'
import { visibleText } from './values/visible-text.ts'

/** A chart as SVG files. */
export interface RenderedChart {
  /** A name that is unique in the report and can be a file name, such as `'final-accuracy'`. */
  readonly name: string
  readonly title: string
  /** The numbers of the chart in words, for the `alt` text of an image. */
  readonly alternative: string
  /** The content of an SVG file for each theme, with a background in the color of the theme. */
  readonly svg: Readonly<Record<Theme, string>>
}

/**
 * Draws every chart of a report as SVG files for light and for dark pages.
 *
 * The names of charts depend only on the labels in the input: `final-accuracy` or `final-loss`, `seconds-per-epoch`,
 * `comparison-<section>`, `learning-curves-<label>`, `confusion-matrix`; for a study `optimization-history`, `importance`,
 * `parallel-coordinates`, `slices`, `intermediate-values` and `timeline`. If the input has several studies, the names of
 * these six charts end with the name of the study.
 *
 * @param options.width The width of the drawings in pixels, at least 320. Drawings narrower than 600 have the layout for
 *   phones. Default 880
 * @throws {RangeError} If `width` is less than 320
 * @example
 * for (const { name, svg } of renderCharts(input)) await writeFile(`${name}.svg`, svg.light)
 */
export function renderCharts(
  input: ReportInput,
  { width = widths.wide }: { readonly width?: number } = {},
): RenderedChart[] {
  if (!(width >= 320)) throw new RangeError(`\`width\` must be at least 320, got ${width}.`)
  return listCharts(prepareReport(input)).map((chart) => {
    const svg = renderFile(chart, width)
    return {
      name: chart.name,
      title: chart.title,
      alternative: chart.alternative,
      svg: { light: paint(svg, themeColor('light')), dark: paint(svg, themeColor('dark')) },
    }
  })
}

/** Renders a chart as an SVG file with a title and a background. */
function renderFile(chart: Chart, width: number): string {
  const drawing = chart.draw(width)
  const { height } = drawing
  const svg = html`<svg
    xmlns="http://www.w3.org/2000/svg"
    role="img"
    width="${width}"
    height="${height}"
    viewBox="0 0 ${width} ${height}"
    font-family="${fontFamily}"
  >
    <title>${chart.title}</title>
    <desc>${chart.alternative}</desc>
    <rect width="${width}" height="${height}" fill="${ink.surface}" />
    ${html.raw`${drawSvg(drawing, width, chart.name)}`}
  </svg> `
  return visibleText(String(svg))
}
