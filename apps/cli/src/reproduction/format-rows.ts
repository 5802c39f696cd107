import type { MeasuredRow } from './measure-rows.ts'

/** The study as a table of at most 80 columns, then what each comparison comes to. Accuracies in percent. */
export function formatRows(measured: readonly MeasuredRow[]): string {
  const table = [
    ['', 'final', '', 'best epoch', '', 's/epoch', ''],
    ['', 'post', 'ours', 'post', 'ours', 'post', 'ours'],
    ...measured.map(({ row, final, best, secondsPerEpoch }) => [
      row.label,
      fixed(row.post?.testAccuracy.at(-1)),
      withInterval(final),
      fixed(row.post && Math.max(...row.post.testAccuracy)),
      withInterval(best),
      row.post ? String(row.post.secondsPerEpoch) : '–',
      secondsPerEpoch.toFixed(2),
    ]),
  ]
  const widths = table[0].map((_, column) => Math.max(...table.slice(1).map((row) => row[column].length)))
  const lines = table.map((row, index) =>
    row
      .map((cell, column) =>
        column === 0 || index === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]),
      )
      .join('  ')
      .trimEnd(),
  )
  return [...lines, '', ...notes(measured)].join('\n')
}

function notes(measured: readonly MeasuredRow[]): string[] {
  const [{ final, runs }] = measured
  const epochs = runs[0].summary?.epochs
  return [
    `Test accuracy in percent after ${epochs} ${epochs === 1 ? 'epoch' : 'epochs'}, and at its best epoch, which the test set chose: biased.`,
    final.n > 1
      ? `Ours: mean of ${final.n} seeds ± half of the 95 % interval. The post: one seed.`
      : 'Ours and the post: one seed each.',
    '',
    ...measured.flatMap(({ row, comparison }) => {
      if (row.sameAs) {
        return [
          `${row.label}: the post's row is its ${row.sameAs} again. Flux's ADAMW decays nothing unless told to: it is Adam.`,
        ]
      }
      return comparison ? [`${row.label}: ${comparison.sentence}.`] : []
    }),
  ]
}

function withInterval({ mean, interval }: MeasuredRow['final']): string {
  const half = interval && `± ${(50 * (interval[1] - interval[0])).toFixed(2)}`
  return [fixed(100 * mean), ...(half ? [half] : [])].join(' ')
}

function fixed(percent: number | undefined): string {
  return percent === undefined ? '–' : percent.toFixed(2)
}
