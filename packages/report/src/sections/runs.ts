import { html } from '@remix-run/html-template'
import { bestValue, finalValue, secondsPerEpochOf } from '../data/group-figures.ts'
import { splitName, type Measure } from '../data/measure.ts'
import type { PreparedReport } from '../data/prepare-report.ts'
import { describeInterruption } from '../data/run-progress.ts'
import { renderFacts, type Section } from '../html/section.ts'
import { renderTable } from '../html/table.ts'
import type { Metric, RunData, Split } from '../input/run-data.ts'
import { describeThinning, evenly } from '../values/evenly.ts'
import { formatCount, number, percent, seconds } from '../values/format-numbers.ts'
import { capitalize } from '../values/sentences.ts'

/** The maximum numbers of runs in the table and of configurations whose options are shown. */
const limits = { runs: 500, options: 100 }

/** A run with the label and the measure of its configuration. */
interface ListedRun {
  readonly label: string
  readonly run: RunData
  readonly measure: Measure
}

interface Column {
  readonly head: string
  cell(run: ListedRun): string
}

/** Columns that become facts above the table if their values are the same for all runs. */
const originColumns: readonly Column[] = [
  { head: 'dataset', cell: ({ run }) => run.dataset?.name ?? '' },
  {
    head: 'versions',
    cell: ({ run }) =>
      Object.entries(run.versions ?? {})
        .map(([name, version]) => `${name}\u00a0${version}`)
        .join(', '),
  },
]

/** Returns the columns of figures. The scores of a run are on the split of the run's own measure. */
function figureColumns(runs: readonly ListedRun[]): Column[] {
  const splits = [...new Set(runs.map(({ measure }) => measure.split))]
  return [
    { head: 'configuration', cell: ({ label }) => label },
    { head: 'seed', cell: ({ run }) => number(run.seed, 17) },
    {
      head: 'epochs',
      cell: ({ run }) => describeInterruption(run) ?? number(run.epochs.at(-1)?.epoch),
    },
    { head: 'training images', cell: ({ run }) => imageCount(run, 'train') },
    ...splits.flatMap(scoreColumns),
    { head: 'best value', cell: ({ run, measure }) => measure.format(bestValue(run, measure)) },
    { head: 'time per epoch', cell: ({ run }) => seconds(secondsPerEpochOf(run)) },
    { head: 'SHA-256 of the weights', cell: ({ run }) => run.summary?.weightsSha256 ?? '' },
  ]
}

/** Returns columns with the number of images and the scores of the runs that are measured on a split. */
function scoreColumns(split: Split): Column[] {
  const score = (metric: Metric, format: (value: number | undefined) => string): Column => ({
    head: `${splitName(split)} ${metric}`,
    cell: ({ run, measure }) => (measure.split === split ? format(finalValue(run, { split, metric })) : ''),
  })
  return [
    {
      head: `${splitName(split)} images`,
      cell: ({ run, measure }) => (measure.split === split ? imageCount(run, split) : ''),
    },
    score('accuracy', percent),
    score('loss', number),
  ]
}

function imageCount({ images }: RunData, split: Split): string {
  return images?.[split] ? formatCount(images[split]) : ''
}

/** Renders every run with the hash of its weights, which shows whether a repeated run has the same result. */
export function runsSection({ comparisons }: PreparedReport): Section | undefined {
  const runs = comparisons.flatMap(({ measure, groups }) =>
    groups.flatMap(({ label, runs: members }) => members.map((run): ListedRun => ({ label, run, measure }))),
  )
  if (runs.length === 0) return undefined
  const listed = evenly(runs, limits.runs)
  const common = originColumns.filter(({ cell }) => new Set(runs.map(cell)).size === 1)
  const columns = [
    ...figureColumns(runs),
    ...originColumns.filter((column) => !common.includes(column)),
  ].filter(({ cell }) => listed.some((run) => cell(run) !== ''))
  const table = {
    head: ['run', ...columns.map(({ head }) => head)],
    rows: listed.map((run) => [run.run.name, ...columns.map(({ cell }) => cell(run))]),
    note: describeThinning(listed.length, runs.length, 'runs'),
  }
  const examples = comparisons
    .flatMap(({ groups }) => groups)
    .flatMap(({ label, runs: members }) => {
      const example = members.find(({ options }) => options !== undefined)
      return example ? [{ label, example }] : []
    })
  return {
    id: 'runs',
    title: 'Runs',
    content: html`${renderFacts(common.map(({ head, cell }) => ({ label: capitalize(head), value: cell(runs[0]) })))}${renderTable(table, 'Runs')}${evenly(
      examples,
      limits.options,
    ).map(
      ({ label, example }) =>
        html` <details>
          <summary>Options of ${label} (run ${example.name})</summary>
          <pre
            class="scroll"
            role="group"
            tabindex="0"
            aria-label="Options of ${label}"
          ><code>${JSON.stringify(example.options, null, 2)}</code></pre>
        </details>`,
    )}`,
  }
}
