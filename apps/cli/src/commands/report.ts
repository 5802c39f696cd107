import { Command } from 'commander'
import { writeReport } from '../report/write-report.ts'

/** Creates the command `tunekit report`. */
export function reportCommand(): Command {
  return new Command('report')
    .description('Write a report of runs and studies as one self-contained HTML page')
    .argument('<folder...>', 'run and study folders')
    .option('-o, --output <file>', 'HTML page to write', 'report.html')
    .option('--assets <folder>', 'folder in which to write the charts as SVG and the tables as Markdown too')
    .addHelpText(
      'after',
      `
Examples:
  tunekit report runs/1 runs/2
  tunekit report studies/1 -o study.html --assets docs/study`,
    )
    .action((folders: string[], { output, assets }: { output: string; assets?: string }) =>
      writeReport(folders, output, assets),
    )
}
