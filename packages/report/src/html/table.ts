import { html, type SafeHtml } from '@remix-run/html-template'
import type { Table } from '../drawing/chart.ts'

/**
 * Renders a table. A table that is wider than the page scrolls separately, also by keys once it has the focus.
 *
 * @param label The accessible name of the table
 */
export function renderTable({ head, rows, note = '' }: Table, label: string): SafeHtml {
  const isNumber = head.map((_, column) => isNumeric(rows.map((row) => row[column])))
  const kind = (column: number): SafeHtml => (isNumber[column] ? html` class="number"` : html``)
  return html`${note === '' ? '' : html`<p>${note}</p> `}
    <div class="scroll" role="group" tabindex="0" aria-label="${label}">
      <table>
        <thead>
          <tr>
            ${head.map((cell, column) => html`<th scope="col" ${kind(column)}>${cell}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) =>
              html`<tr>
                ${row.map((cell, column) =>
                  column === 0
                    ? html`<th scope="row" ${kind(0)}>${cell}</th>`
                    : html`<td${kind(column)}>${cell}</td>`,
                )}
              </tr> `,
          )}
        </tbody>
      </table>
    </div>`
}

/** Returns whether the cells contain numbers, with or without a unit, and nothing else. Empty cells are ignored. */
function isNumeric(cells: readonly (string | undefined)[]): boolean {
  const filled = cells.filter((cell) => cell !== undefined && cell !== '')
  return (
    filled.length > 0 &&
    filled.every((cell) => /^([+\u2212-]?\d[\d.e+-]*(\u00a0(%|s))?|NaN|-?Infinity)$/.test(cell as string))
  )
}
