import { html, type SafeHtml } from '@remix-run/html-template'
import type { Charts } from '../collect-charts.ts'
import type { GroupSection } from '../group-sections.ts'
import { renderFigure } from '../page/figure.ts'
import type { Section } from '../page/section.ts'
import type { ReportInput } from '../report-input.ts'
import { resultsColumns } from '../results-columns.ts'

/** The table of all configurations, and their final figures as charts. */
export function resultsSection({ groups = [] }: ReportInput, charts: Charts): Section | undefined {
  if (groups.length === 0) return undefined
  return {
    id: 'results',
    title: 'Results',
    content: html`${resultsTable(charts.sections)} ${charts.results.map(renderFigure)}`,
  }
}

function resultsTable(sections: readonly GroupSection[]): SafeHtml {
  const columns = resultsColumns(sections.flatMap(({ groups }) => groups.map(({ group }) => group)))
  const titled = sections.some(({ title }) => title !== undefined)
  return html`<div class="scroll results" role="group" tabindex="0" aria-label="Results">
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
              titled
                ? html`<tr>
                    <th scope="rowgroup" colspan="${columns.length}">${title}</th>
                  </tr> `
                : ''
            }${groups.map(
              ({ group }) =>
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
