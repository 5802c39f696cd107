import { html, type SafeHtml } from '@remix-run/html-template'
import { collectCharts } from './charts/collect-charts.ts'
import { renderFacts, renderSection, type Section } from './html/section.ts'
import { styleSheet } from './html/style-sheet.ts'
import { prepareReport } from './data/prepare-report.ts'
import type { ReportInput } from './input/report-input.ts'
import { evaluationSection } from './sections/evaluation.ts'
import { filtersSection } from './sections/filters.ts'
import { learningCurvesSection } from './sections/learning-curves.ts'
import { mistakesSection } from './sections/mistakes.ts'
import { resultsSection } from './sections/results.ts'
import { runsSection } from './sections/runs.ts'
import { studySections } from './sections/study.ts'
import { visibleText } from './values/visible-text.ts'

/**
 * Renders a report as one HTML page that needs no network, no script and no other file.
 *
 * Each chart is inline SVG with a text alternative and its data as a table. The chart follows the reader's color scheme, has a
 * second drawing for phones, and prints in light colors. Sections without data are left out. The same input gives the same
 * bytes.
 *
 * @param input Plain data. All texts are escaped
 * @returns The page as text, to be written as UTF-8
 * @throws {RangeError} If the lengths of the parts of `evaluation` do not match, or `filters` of a run do not match their shape
 * @example
 * const run = { name: 'runs/1', epochs: [{ epoch: 1, test: { accuracy: 0.98, loss: 0.06 } }] }
 * await writeFile('report.html', renderReport({ title: 'LeNet-5', groups: [{ label: 'Adam', runs: [run] }] }))
 */
export function renderReport(input: ReportInput): string {
  const report = prepareReport(input)
  const charts = collectCharts(report)
  const sections = [
    resultsSection(report, charts),
    learningCurvesSection(charts),
    ...studySections(report, charts),
    evaluationSection(report, charts),
    mistakesSection(report),
    filtersSection(report),
    runsSection(report),
  ].filter((section) => section !== undefined)
  return visibleText(`${String(renderPage(input, sections))}\n`)
}

function renderPage(
  { title, subtitle, facts = [], notes = [] }: ReportInput,
  sections: readonly Section[],
): SafeHtml {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        ${subtitle === undefined ? '' : html`<meta name="description" content="${subtitle}" /> `}
        <style>
          ${html.raw`${styleSheet()}`}
        </style>
      </head>
      <body>
        <a class="skip" href="#content">Skip to content</a>
        <header class="page-header">
          <h1>${title}</h1>
          ${subtitle === undefined ? '' : html`<p class="subtitle">${subtitle}</p> `}${renderFacts(facts)}${notes.map((note) => html`<p class="note">${note}</p> `)}${
            sections.length === 0
              ? ''
              : html`<nav aria-label="Contents">
                  <ul>
                    ${sections.map(
                      ({ id, title: heading }) => html`<li><a href="#${id}">${heading}</a></li> `,
                    )}
                  </ul>
                </nav> `
          }
        </header>
        <main id="content" tabindex="-1">
          ${sections.length === 0 ? html`<p>There is nothing to report yet.</p>` : sections.map(renderSection)}
        </main>
      </body>
    </html>`
}
