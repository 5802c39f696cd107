import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { replaceFile } from '@tunekit/durable-files'
import { renderCharts, renderMarkdown, renderReport } from '@tunekit/report'
import type { ReportInput } from '@tunekit/report'
import { say } from '../process/print.ts'
import { collectReport } from './collect-report.ts'

/**
 * Writes a report of run and study folders as an HTML page.
 *
 * @param output The path of the page
 * @param assets A folder in which to write the charts as SVG and the tables as Markdown too
 */
export async function writeReport(paths: readonly string[], output: string, assets?: string): Promise<void> {
  const input = await collectReport(paths)
  await write(output, renderReport(input))
  say(`Report: ${output}`)
  if (assets !== undefined) await writeAssets(input, assets)
}

async function writeAssets(input: ReportInput, folder: string): Promise<void> {
  const charts = renderCharts(input)
  for (const { name, svg } of charts) {
    await write(join(folder, `${name}.svg`), svg.light)
    await write(join(folder, `${name}-dark.svg`), svg.dark)
  }
  const images = Object.fromEntries(
    charts.map(({ name }) => [name, { light: `${name}.svg`, dark: `${name}-dark.svg` }]),
  )
  await write(join(folder, 'report.md'), renderMarkdown(input, { images }))
  say(`Charts and tables: ${charts.length} charts and report.md in ${folder}`)
}

async function write(path: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true })
    replaceFile(path, text)
  } catch (error) {
    throw new Error(`Cannot write ${path}: ${(error as Error).message}`, { cause: error })
  }
}
