import { html } from '@remix-run/html-template'
import { number, percent, seconds } from '../format-numbers.ts'
import { bestAccuracy, finalAccuracy, finalLoss, secondsPerEpochOf } from '../group-figures.ts'
import { measuredSplit, type MeasuredSplit } from '../measured-split.ts'
import { renderFacts, type Section } from '../page/section.ts'
import { renderTable } from '../page/table.ts'
import type { ReportInput } from '../report-input.ts'
import type { RunData } from '../run-data.ts'

interface Column {
  readonly head: string
  cell(run: RunData, group: string): string
}

/** Mostly the same for all runs; then said once. */
const origins: readonly Column[] = [
  { head: 'Dataset', cell: ({ dataset }) => dataset?.name ?? '' },
  {
    head: 'Versions',
    cell: ({ versions = {} }) =>
      Object.entries(versions)
        .map(([name, version]) => `${name}\u00a0${version}`)
        .join(', '),
  },
]

const outcomesOn = (split: MeasuredSplit): readonly Column[] => [
  { head: 'configuration', cell: (_run, group) => group },
  { head: 'seed', cell: ({ seed }) => number(seed, 17) },
  { head: 'epochs', cell: ({ epochs }) => number(epochs.at(-1)?.epoch) },
  { head: `${split} accuracy`, cell: (run) => percent(finalAccuracy(run, split)) },
  { head: 'best epoch', cell: (run) => percent(bestAccuracy(run, split)) },
  { head: `${split} loss`, cell: (run) => number(finalLoss(run, split)) },
  { head: 'an epoch', cell: (run) => seconds(secondsPerEpochOf(run)) },
  { head: 'sha256 of the weights', cell: ({ summary }) => summary?.weightsSha256 ?? '' },
]

/** Every run, with what it takes to tell whether another gave the same. */
export function runsSection({ groups = [] }: ReportInput): Section | undefined {
  const runs = groups.flatMap(({ label, runs: members }) => members.map((run) => ({ label, run })))
  if (runs.length === 0) return undefined
  const common = origins.filter(
    ({ cell }) => new Set(runs.map(({ run, label }) => cell(run, label))).size === 1,
  )
  const columns = [
    ...outcomesOn(measuredSplit(groups)),
    ...origins.filter((column) => !common.includes(column)),
  ].filter(({ cell }) => runs.some(({ run, label }) => cell(run, label) !== ''))
  const table = {
    head: ['run', ...columns.map(({ head }) => head)],
    rows: runs.map(({ run, label }) => [run.name, ...columns.map(({ cell }) => cell(run, label))]),
  }
  const { label, run } = runs[0]
  const options = groups.flatMap((group) => {
    const example = group.runs.find((candidate) => candidate.options !== undefined)
    return example ? [{ group: group.label, example }] : []
  })
  return {
    id: 'runs',
    title: 'Runs',
    content: html`${renderFacts(common.map(({ head, cell }) => ({ label: head, value: cell(run, label) })))}${renderTable(table, 'Runs')}${options.map(
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
