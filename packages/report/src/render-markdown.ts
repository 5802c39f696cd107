import { listCharts } from './charts/collect-charts.ts'
import { groupSections } from './data/group-sections.ts'
import { prepareReport, type Comparison, type PreparedReport } from './data/prepare-report.ts'
import type { ReportInput } from './input/report-input.ts'
import { resultsColumns, resultsFacts } from './data/results-columns.ts'
import { capitalize } from './values/sentences.ts'
import { visibleText } from './values/visible-text.ts'

/** The path of an image: one path for light pages and one for dark pages, or one path for both. */
export type ImageFile = string | { readonly light: string; readonly dark: string }

/**
 * Renders the results as Markdown for a README: a table for each section of groups, the conditions of the measurements, and
 * images of charts.
 *
 * @param options.images The paths of the images to include, by the names of charts that `renderCharts()` returns. Default: no
 *   images
 * @throws {RangeError} If `images` contains a name that no chart of the report has
 * @example
 * renderMarkdown(input, { images: { 'final-accuracy': { light: 'docs/final.svg', dark: 'docs/final-dark.svg' } } })
 */
export function renderMarkdown(
  input: ReportInput,
  { images = {} }: { readonly images?: Readonly<Record<string, ImageFile>> } = {},
): string {
  const report = prepareReport(input)
  const notes = (input.notes ?? []).map(escapeText)
  const blocks = [...report.comparisons.flatMap(tables), ...notes, ...imageBlocks(report, images)]
  return visibleText(blocks.map((block) => `${block}\n`).join('\n'))
}

function tables(comparison: Comparison): string[] {
  const columns = resultsColumns(comparison)
  const conditions = resultsFacts(comparison).map(({ label, value }) => `${label}: ${value}`)
  const sections = groupSections([comparison]).flatMap(({ title, groups }) => {
    const rows = groups.map((group) => columns.map(({ cell }) => escapeCell(cell(group))))
    const table = [
      columns.map(({ head }) => escapeCell(head)),
      columns.map(({ numeric }) => (numeric ? '---:' : '---')),
      ...rows,
    ].map((row) => `| ${row.join(' | ')} |`)
    return [...(title === undefined ? [] : [`### ${escapeText(title)}`]), table.join('\n')]
  })
  return conditions.length === 0
    ? sections
    : [...sections, escapeText(`${capitalize(conditions.join('; '))}.`)]
}

function imageBlocks(report: PreparedReport, images: Readonly<Record<string, ImageFile>>): string[] {
  if (Object.keys(images).length === 0) return []
  const charts = listCharts(report)
  const unknown = Object.keys(images).find((name) => charts.every((chart) => chart.name !== name))
  if (unknown !== undefined) {
    throw new RangeError(
      `\`images\` must name charts of the report (${charts.map(({ name }) => name).join(', ') || 'it has none'}), got "${unknown}".`,
    )
  }
  return charts.flatMap(({ name, alternative }) =>
    Object.hasOwn(images, name) ? [imageBlock(images[name], alternative)] : [],
  )
}

function imageBlock(file: ImageFile, alternative: string): string {
  if (typeof file === 'string') return `![${escapeText(alternative)}](<${destination(file)}>)`
  return [
    '<picture>',
    `  <source media="(prefers-color-scheme: dark)" srcset="${escapeAttribute(candidate(file.dark))}">`,
    `  <img src="${escapeAttribute(file.light)}" alt="${escapeAttribute(alternative)}">`,
    '</picture>',
  ].join('\n')
}

/** Escapes the special characters of Markdown and HTML, and joins lines. */
function escapeText(text: string): string {
  return text
    .replace(/\s*\n\s*/g, ' ')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/[\\`*_[\]~]/g, '\\$&')
}

function escapeCell(text: string): string {
  return escapeText(text).replace(/\|/g, '\\|')
}

/** Encodes the characters that end a link destination in angle brackets or start an escape in it. */
function destination(path: string): string {
  return path.replace(/[<>\\\r\n]/g, encodeURIComponent)
}

/** Encodes white space and commas, which separate the images of a `srcset`. */
function candidate(path: string): string {
  return path.replace(/[\s,]/g, (character) => encodeURIComponent(character).replace(',', '%2C'))
}

function escapeAttribute(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;')
}
