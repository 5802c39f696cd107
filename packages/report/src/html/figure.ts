import { html, type SafeHtml } from '@remix-run/html-template'
import { widths, type Chart } from '../drawing/chart.ts'
import { drawSvg, fontFamily, paint } from '../drawing/draw-svg.ts'
import { renderTable } from './table.ts'

/**
 * Renders a chart for the page, with its caption and its data as a table. The chart is drawn twice, for screens and for
 * phones; the style sheet shows one of the two drawings. Colors are CSS variables.
 */
export function renderFigure(chart: Chart): SafeHtml {
  return html`<figure id="${chart.name}">
    <figcaption><strong>${chart.title}.</strong> ${chart.caption}</figcaption>
    ${Object.entries(widths).map(([kind, width]) => inline(chart, kind, width))}
    <details>
      <summary>Data: ${chart.title}</summary>
      ${renderTable(chart.table, chart.title)}
    </details>
  </figure> `
}

function inline(chart: Chart, kind: string, width: number): SafeHtml {
  const drawing = chart.draw(width)
  const painted = paint(drawSvg(drawing, width, `${chart.name}-${kind}`), (name) => `var(--${name})`)
  return html`<svg
    class="${kind}"
    role="img"
    aria-label="${chart.alternative}"
    viewBox="0 0 ${width} ${drawing.height}"
    font-family="${fontFamily}"
  >
    ${html.raw`${painted}`}
  </svg> `
}
