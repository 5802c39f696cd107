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
  /** A name that is unique in the report and fit for file names: `'final-accuracy'`. */
  readonly name: string
  readonly title: string
  /** The text alternative, for the `alt` of an image: the numbers in words. */
  readonly alternative: string
  /** The content of an SVG file for each theme. The background is that of the theme. */
  readonly svg: Readonly<Record<Theme, string>>
}

/**
 * Draws every chart of a report as SVG files for light and for dark pages.
 *
 * The names of charts depend on the labels of the input alone: `final-accuracy` or `final-loss`, `seconds-per-epoch`,
 * `comparison-<section>`, `learning-curves-<label>`, `confusion-matrix`; of a study `optimization-history`, `importance`,
 * `parallel-coordinates`, `slices`, `intermediate-values` and `timeline`. With several studies the names of these six end with
 * the name of the study.
 *
 * @param options.width Width of the drawings in pixels, at least 320. Default 880. Below 600 they are laid out for phones
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

/** Renders a chart as a file, with its title and a background. */
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
