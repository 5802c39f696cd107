import { html } from '@remix-run/html-template'
import { formatCount, number, percent, seconds } from '../values/format-numbers.ts'
import { bestValue, finalValue, secondsPerEpochOf } from '../data/group-figures.ts'
import { describeThinning, evenly } from '../values/evenly.ts'
import type { Measure } from '../data/measure.ts'
import { renderFacts, type Section } from '../html/section.ts'
import { renderTable } from '../html/table.ts'
import type { PreparedReport } from '../data/prepare-report.ts'
import type { RunData } from '../input/run-data.ts'
import { describeInterruption } from '../data/run-progress.ts'

/** Rows, and options of configurations, at most. */
const most = { rows: 500, options: 100 }

interface Row {
  readonly label: string
  readonly run: RunData
  readonly measure: Measure
}

interface Column {
  readonly head: string
  cell(row: Row): string
}

/** Mostly the same for all runs; then said once. */
const origins: readonly Column[] = [
  { head: 'Dataset', cell: ({ run }) => run.dataset?.name ?? '' },
  {
    head: 'Versions',
    cell: ({ run }) =>
      Object.entries(run.versions ?? {})
        .map(([name, version]) => `${name}\u00a0${version}`)
        .join(', '),
  },
]

/** What came of each run; scores on the images that its own measure is of. */
function outcomesOf(rows: readonly Row[]): Column[] {
  const splits = [...new Set(rows.map(({ measure }) => measure.split))]
  return [
    { head: 'configuration', cell: ({ label }) => label },
    { head: 'seed', cell: ({ run }) => number(run.seed, 17) },
    {
      head: 'epochs',
      cell: ({ run }) => describeInterruption(run) ?? number(run.epochs.at(-1)?.epoch),
    },
    { head: 'training images', cell: ({ run }) => (run.images?.train ? formatCount(run.images.train) : '') },
    ...splits.flatMap((split): Column[] => {
      const on =
        (metric: 'accuracy' | 'loss', format: (value: number | undefined) => string) =>
        ({ run, measure }: Row) =>
          measure.split === split ? format(finalValue(run, { ...measure, metric })) : ''
      return [
        {
          head: `${split} images`,
          cell: ({ run, measure }) =>
            measure.split === split && run.images?.[split] ? formatCount(run.images[split]) : '',
        },
        { head: `${split} accuracy`, cell: on('accuracy', percent) },
        { head: `${split} loss`, cell: on('loss', number) },
      ]
    }),
    { head: 'best epoch', cell: ({ run, measure }) => measure.format(bestValue(run, measure)) },
    { head: 'an epoch', cell: ({ run }) => seconds(secondsPerEpochOf(run)) },
    { head: 'sha256 of the weights', cell: ({ run }) => run.summary?.weightsSha256 ?? '' },
  ]
}

/** Every run, with what it takes to tell whether another gave the same. */
export function runsSection({ comparisons }: PreparedReport): Section | undefined {
  const all = comparisons.flatMap(({ measure, groups }) =>
    groups.flatMap(({ label, runs }) => runs.map((run): Row => ({ label, run, measure }))),
  )
  if (all.length === 0) return undefined
  const rows = evenly(all, most.rows)
  const common = origins.filter(({ cell }) => new Set(all.map(cell)).size === 1)
  const columns = [...outcomesOf(all), ...origins.filter((column) => !common.includes(column))].filter(
    ({ cell }) => rows.some((row) => cell(row) !== ''),
  )
  const table = {
    head: ['run', ...columns.map(({ head }) => head)],
    rows: rows.map((row) => [row.run.name, ...columns.map(({ cell }) => cell(row))]),
    note: describeThinning(rows.length, all.length, 'runs'),
  }
  const options = comparisons
    .flatMap(({ groups }) => groups)
    .flatMap((group) => {
      const example = group.runs.find((candidate) => candidate.options !== undefined)
      return example ? [{ group: group.label, example }] : []
    })
  return {
    id: 'runs',
    title: 'Runs',
    content: html`${renderFacts(common.map(({ head, cell }) => ({ label: head, value: cell(all[0]) })))}${renderTable(table, 'Runs')}${evenly(
      options,
      most.options,
    ).map(
      ({ group, example }) =>
        html` <details>
          <summary>Options of ${group} (run ${example.name})</summary>
          <pre
            class="scroll"
            role="group"
            tabindex="0"
            aria-label="Options of ${group}"
          ><code>${JSON.stringify(example.options, null, 2)}</code></pre>
        </details>`,
    )}`,
  }
}
