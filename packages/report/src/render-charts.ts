import { html } from '@remix-run/html-template'
import { listCharts } from './charts/collect-charts.ts'
import { widths, type Chart } from './drawing/chart.ts'
import { drawSvg, fontFamily, paint, themeColor } from './drawing/draw-svg.ts'
import { ink, type Theme } from './drawing/palette.ts'
import { prepareReport } from './data/prepare-report.ts'
import type { ReportInput } from './input/report-input.ts'
import { visibleText } from './values/visible-text.ts'

/** A chart as files. */
export interface RenderedChart {
  /** Fit for file names: `'final-accuracy'`. */
  readonly name: string
  readonly title: string
  /** Its numbers in words, for the `alt` of an image. */
  readonly alternative: string
  /** Whole SVG files, with a background of the theme. */
  readonly svg: Readonly<Record<Theme, string>>
}

/**
 * Draws every chart of a report as SVG files that stand alone, for light and for dark pages.
 *
 * The names stay the same as long as the labels of the groups do: `final-accuracy` or `final-loss`, `seconds-per-epoch`,
 * `comparison-<section>`, `learning-curves-<label>`, `confusion-matrix`, and of a study `optimization-history`,
 * `importance`, `parallel-coordinates`, `slices`, `intermediate-values` and `timeline`; with several studies each of
 * these ends with the study's name.
 *
 * @param options.width Of the drawings in pixels, at least 320. Default 880; below 600 they are laid out for phones
 * @throws {RangeError} If `width` is less
 * @example
 * for (const { name, svg } of renderCharts(input)) await writeFile(`${name}.svg`, svg.light)
 */
export function renderCharts(
  input: ReportInput,
  { width = widths.wide }: { readonly width?: number } = {},
): RenderedChart[] {
  if (!(width >= 320)) throw new RangeError(`\`width\` must be at least 320, got ${width}.`)
  return listCharts(prepareReport(input)).map((chart) => {
    const svg = standAlone(chart, width)
    return {
      name: chart.name,
      title: chart.title,
      alternative: chart.alternative,
      svg: { light: paint(svg, themeColor('light')), dark: paint(svg, themeColor('dark')) },
    }
  })
}

/** Adds what a file needs and a page has: a name, and a background. */
function standAlone(chart: Chart, width: number): string {
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
