import { mkdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { renderCharts, renderMarkdown, renderReport } from '@tunekit/report'
import type { ReportInput } from '@tunekit/report'
import { say } from '../print.ts'
import { writeFileOf } from '../run-folder.ts'
import { collectReport } from './collect-report.ts'

/**
 * Writes a report of runs and studies.
 *
 * @param paths Run and study folders
 * @param output The page
 * @param assets Folder for the charts as SVG files and the tables as Markdown, if they are wanted
 */
export async function writeReport(paths: readonly string[], output: string, assets?: string): Promise<void> {
  const input = await collectReport(paths)
  await mkdir(dirname(output), { recursive: true })
  await writeFileOf(output, Buffer.from(renderReport(input)))
  say(`Report: ${output}`)
  if (assets !== undefined) await writeAssets(input, assets)
}

async function writeAssets(input: ReportInput, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  const charts = renderCharts(input)
  for (const { name, svg } of charts) {
    await writeFileOf(join(folder, `${name}.svg`), Buffer.from(svg.light))
    await writeFileOf(join(folder, `${name}-dark.svg`), Buffer.from(svg.dark))
  }
  const images = Object.fromEntries(
    charts.map(({ name }) => [name, { light: `${name}.svg`, dark: `${name}-dark.svg` }]),
  )
  await writeFileOf(join(folder, 'report.md'), Buffer.from(renderMarkdown(input, { images })))
  say(`${charts.length} charts and ${basename(folder)}/report.md in ${folder}`)
}
