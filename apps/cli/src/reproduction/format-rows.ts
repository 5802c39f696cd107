import { describeDifferences, differencesFromPost } from './differences-from-post.ts'
import type { MeasuredRow } from './measure-rows.ts'

/**
 * The study as a table of at most 80 columns, then what each comparison comes to. Accuracies in percent; the post's beside
 * them where both are of the same images and epochs.
 */
export function formatRows(measured: readonly MeasuredRow[]): string {
  const differences = differencesFromPost(measured)
  const isComparable = differences.length === 0
  const pair = (post: string, ours: string): string[] => (isComparable ? [post, ours] : [ours])
  const titles = isComparable ? [['', 'final', '', 'best epoch', '', 's/epoch', '']] : []
  const heads = isComparable
    ? ['', 'post', 'ours', 'post', 'ours', 'post', 'ours']
    : ['', 'final', 'best epoch', 's/epoch']
  const rows = measured.map(({ row, final, best, secondsPerEpoch }) => [
    row.label,
    ...pair(fixed(row.post?.testAccuracy.at(-1)), withInterval(final)),
    ...pair(fixed(row.post && Math.max(...row.post.testAccuracy)), withInterval(best)),
    ...pair(row.post ? String(row.post.secondsPerEpoch) : '–', fixed(secondsPerEpoch)),
  ])
  const widths = heads.map((head, column) => Math.max(head.length, ...rows.map((row) => row[column].length)))
  const line = (row: readonly string[], isTitle = false): string =>
    row
      .map((cell, column) =>
        column === 0 || isTitle ? cell.padEnd(widths[column]) : cell.padStart(widths[column]),
      )
      .join('  ')
      .trimEnd()
  const lines = [...titles.map((row) => line(row, true)), ...[heads, ...rows].map((row) => line(row))]
  return [...lines, '', ...notes(measured, differences)].join('\n')
}

function notes(measured: readonly MeasuredRow[], differences: readonly string[]): string[] {
  const [{ final, runs }] = measured
  const epochs = runs[0].summary?.epochs
  const images = runs[0].images?.train?.toLocaleString('en-US')
  const of = [
    `${epochs} ${epochs === 1 ? 'epoch' : 'epochs'}`,
    ...(images === undefined ? [] : [`of ${images} images`]),
  ].join(' ')
  const post = differences.length === 0
  return [
    `Test accuracy in percent after ${of}, and at its best epoch, which the test set chose: biased.`,
    final.n > 1
      ? `${post ? 'Ours: mean' : 'Mean'} of ${final.n} seeds ± half of the 95 % interval.${post ? ' The post: one seed.' : ''}`
      : `${post ? 'Ours and the post: one' : 'One'} seed each.`,
    ...(post ? [] : [describeDifferences(differences)]),
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
