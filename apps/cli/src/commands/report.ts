import { Command } from 'commander'
import { writeReport } from '../report/write-report.ts'

/** `tunekit report` */
export function reportCommand(): Command {
  return new Command('report')
    .description('Show runs and studies as one page that needs nothing else')
    .argument('<folder...>', 'run and study folders')
    .option('-o, --output <file>', 'the page', 'report.html')
    .option('--assets <folder>', 'write the charts as SVG files and the tables as Markdown too')
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
