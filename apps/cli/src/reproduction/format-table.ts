import { describeDifferences, differencesFromPost } from './differences-from-post.ts'
import type { MeasuredConfiguration } from './measure-configurations.ts'

/**
 * Formats the study as a table of at most 80 columns, followed by a sentence for each comparison. Accuracies are in percent. The
 * post's figures are included if they are for the same images and epochs.
 */
export function formatTable(measured: readonly MeasuredConfiguration[]): string {
  const differences = differencesFromPost(measured)
  const isComparable = differences.length === 0
  const pair = (post: string, ours: string): string[] => (isComparable ? [post, ours] : [ours])
  const titles = isComparable ? [['', 'final', '', 'best epoch', '', 's/epoch', '']] : []
  const heads = isComparable
    ? ['', 'post', 'ours', 'post', 'ours', 'post', 'ours']
    : ['', 'final', 'best epoch', 's/epoch']
  const rows = measured.map(({ configuration: { label, post }, final, best, secondsPerEpoch }) => [
    label,
    ...pair(fixed(post?.testAccuracy.at(-1)), withInterval(final)),
    ...pair(fixed(post && Math.max(...post.testAccuracy)), withInterval(best)),
    ...pair(post ? String(post.secondsPerEpoch) : '–', fixed(secondsPerEpoch)),
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
  return [...lines, '', ...notesOf(measured, differences)].join('\n')
}

function notesOf(measured: readonly MeasuredConfiguration[], differences: readonly string[]): string[] {
  const [{ final, runs }] = measured
  const epochs = runs[0].summary?.epochs
  const images = runs[0].images?.train?.toLocaleString('en-US')
  const training = [
    `${epochs} ${epochs === 1 ? 'epoch' : 'epochs'}`,
    ...(images === undefined ? [] : [`of ${images} images`]),
  ].join(' ')
  const isComparable = differences.length === 0
  return [
    `Test accuracy in percent after ${training}, and after the best epoch, which is biased, since the test set chose the epoch.`,
    final.n > 1
      ? `${isComparable ? 'Ours: mean' : 'Mean'} of ${final.n} seeds ± half of the 95 % interval.${isComparable ? ' The post: one seed.' : ''}`
      : `${isComparable ? 'Ours and the post: one' : 'One'} seed each.`,
    ...(isComparable ? [] : [describeDifferences(differences)]),
    '',
    ...measured.flatMap(({ configuration: { label, sameAs }, comparison }) => {
      if (sameAs)
        return [
          `${label}: the post's run is its ${sameAs} again, since Flux's ADAMW has no decay by default.`,
        ]
      return comparison ? [`${label}: ${comparison.sentence}.`] : []
    }),
  ]
}

function withInterval({ mean, interval }: MeasuredConfiguration['final']): string {
  const half = interval && `± ${(50 * (interval[1] - interval[0])).toFixed(2)}`
  return [fixed(100 * mean), ...(half ? [half] : [])].join(' ')
}

function fixed(percent: number | undefined): string {
  return percent === undefined ? '–' : percent.toFixed(2)
}
