import { html, type SafeHtml } from '@remix-run/html-template'
import type { Charts } from '../charts/collect-charts.ts'
import { groupSections } from '../data/group-sections.ts'
import { renderFigure } from '../html/figure.ts'
import { renderFacts, type Section } from '../html/section.ts'
import type { Comparison, PreparedReport } from '../data/prepare-report.ts'
import { resultsColumns, resultsFacts } from '../data/results-columns.ts'
import { capitalize } from '../values/sentences.ts'

/** Renders a table of the configurations for each measure, and charts of their final figures. */
export function resultsSection({ comparisons }: PreparedReport, charts: Charts): Section | undefined {
  if (comparisons.length === 0) return undefined
  return {
    id: 'results',
    title: 'Results',
    content: html`${comparisons.map((comparison, index) => {
      const { name } = comparison.measure
      const chart = charts.finals[index]
      const heading = comparisons.length > 1 ? html`<h3>By ${name}</h3> ` : html``
      const label = comparisons.length > 1 ? `Results by ${name}` : 'Results'
      return html`${heading}${renderFacts(
        resultsFacts(comparison).map(({ label: fact, value }) => ({
          label: capitalize(fact),
          value,
        })),
      )}${resultsTable(comparison, label)}
      ${chart ? renderFigure(chart) : ''}`
    })}${charts.seconds ? renderFigure(charts.seconds) : ''}`,
  }
}

function resultsTable(comparison: Comparison, label: string): SafeHtml {
  const columns = resultsColumns(comparison)
  const sections = groupSections([comparison])
  const hasTitles = sections.some(({ title }) => title !== undefined)
  // In a narrow column, a long label would take ten lines.
  const isLong = comparison.groups.some(({ label: text }) => text.length > 40)
  return html`<div
    class="scroll results${isLong ? ' long' : ''}"
    role="group"
    tabindex="0"
    aria-label="${label}"
  >
    <table>
      <thead>
        <tr>
          ${columns.map(({ head, numeric }) => html`<th scope="col" ${kind(numeric)}>${head}</th>`)}
        </tr>
      </thead>
      ${sections.map(
        ({ title = 'Other', groups }) =>
          html`<tbody>
            ${
              hasTitles
                ? html`<tr>
                    <th scope="rowgroup" colspan="${columns.length}">${title}</th>
                  </tr> `
                : ''
            }${groups.map(
              (group) =>
                html`<tr>
                  ${columns.map(({ cell, numeric }, column) =>
                    column === 0
                      ? html`<th scope="row">${cell(group)}</th>`
                      : html`<td${kind(numeric)}>${cell(group)}</td>`,
                  )}
                </tr> `,
            )}
          </tbody> `,
      )}
    </table>
  </div>`
}

function kind(numeric: boolean): SafeHtml {
  return numeric ? html` class="number"` : html` class="wide"`
}
