import { formatCount } from '../values/format-numbers.ts'
import type { Measure } from './measure.ts'
import type { ReportGroup } from '../input/report-input.ts'
import { describeInterruption, hasEnded, measuredRuns } from './run-progress.ts'
import type { RunData } from '../input/run-data.ts'

/** What the figures of a configuration are of. */
export interface Condition {
  readonly head: string
  readonly numeric: boolean
  /** Empty if it is not known. */
  cell(group: ReportGroup): string
}

/** How long, on how many images and with which seeds runs were trained and measured. */
function conditionsOf({ split }: Pick<Measure, 'split'>): Condition[] {
  const images = (of: 'train' | 'validation' | 'test') => (group: ReportGroup) =>
    joined(group.runs, ({ images: counts }) => counts?.[of] && formatCount(counts[of]))
  return [
    { head: 'epochs', numeric: true, cell: epochsOfRuns },
    { head: 'training images', numeric: true, cell: images('train') },
    ...(split === 'train' ? [] : [{ head: `${split} images`, numeric: true, cell: images(split) }]),
    { head: 'seeds', numeric: false, cell: ({ runs }) => listSeeds(runs) },
  ]
}

/**
 * What is the same for all groups, and what differs between them.
 *
 * @returns `common` with the value; `differing` as columns of a table
 */
export function splitConditions(
  groups: readonly ReportGroup[],
  measure: Pick<Measure, 'split'>,
): {
  readonly common: readonly { label: string; value: string }[]
  readonly differing: readonly Condition[]
} {
  const measured = groups.filter(({ runs }) => runs.length > 0)
  const known = conditionsOf(measure)
    .map((condition) => ({ condition, values: new Set(measured.map(condition.cell)) }))
    .filter(({ values }) => [...values].some((value) => value !== ''))
  return {
    common: known
      .filter(({ values }) => values.size === 1)
      .map(({ condition, values }) => ({ label: condition.head, value: [...values][0] })),
    differing: known.filter(({ values }) => values.size > 1).map(({ condition }) => condition),
  }
}

/** The conditions in a sentence: `Epochs: 10; training images: 60,000; seeds: 1 to 5.`; empty if none is known. */
export function describeConditions(groups: readonly ReportGroup[], measure: Pick<Measure, 'split'>): string {
  const { common, differing } = splitConditions(groups, measure)
  const parts = [
    ...common.map(({ label, value }) => `${label}: ${value}`),
    ...(differing.length > 0
      ? [`not the same for all: ${differing.map(({ head }) => head).join(', ')}`]
      : []),
  ].join('; ')
  return parts === '' ? '' : `${parts[0].toUpperCase()}${parts.slice(1)}.`
}

function epochsOfRuns(group: ReportGroup): string {
  const ended = joined(measuredRuns(group).filter(hasEnded), ({ plannedEpochs, summary, epochs }) =>
    String(summary?.epochs ?? epochs.at(-1)?.epoch ?? plannedEpochs ?? ''),
  )
  const interrupted = group.runs.filter((run) => !hasEnded(run))
  if (interrupted.length === 0) return ended
  const words = joined(interrupted, describeInterruption)
  if (ended === '') return words
  return `${ended}; ${interrupted.length} of ${group.runs.length} runs ${words}`
}

function joined(runs: readonly RunData[], textOf: (run: RunData) => string | number | undefined): string {
  const texts = new Set(runs.map((run) => textOf(run) ?? ''))
  if (texts.size > 3) return `${[...texts].slice(0, 3).join(', ')}, …`
  return [...texts].filter((text) => text !== '').join(', ')
}

/** `1 to 5`, `1, 2, 7`, `12 seeds`. */
function listSeeds(runs: readonly RunData[]): string {
  const seeds = [...new Set(runs.flatMap(({ seed }) => seed ?? []))].sort((a, b) => a - b)
  const [first, last] = [seeds.at(0), seeds.at(-1)]
  if (first === undefined || last === undefined) return ''
  if (seeds.length > 2 && last - first === seeds.length - 1) return `${first} to ${last}`
  return seeds.length > 6 ? `${seeds.length} seeds` : seeds.join(', ')
}
