import type { ReportGroup, ReportMeasure } from '../input/report-input.ts'
import type { RunData, Split } from '../input/run-data.ts'
import { formatCount } from '../values/format-numbers.ts'
import { capitalize } from '../values/sentences.ts'
import { splitName } from './measure.ts'
import { describeInterruption, hasEnded, measuredRuns } from './run-progress.ts'

/** A condition of a measurement, such as the number of epochs. */
export interface Condition {
  readonly head: string
  readonly numeric: boolean
  /** Describes the condition of a group. Returns an empty text if the condition is unknown. */
  cell(group: ReportGroup): string
}

/** Returns the conditions of training and measurement: the numbers of epochs and images, and the seeds. */
function conditionsOf({ split }: Pick<ReportMeasure, 'split'>): Condition[] {
  const images = (of: Split): Condition => ({
    head: `${splitName(of)} images`,
    numeric: true,
    cell: ({ runs }) => distinctTexts(runs, ({ images: counts }) => counts?.[of] && formatCount(counts[of])),
  })
  return [
    { head: 'epochs', numeric: true, cell: describeEpochs },
    images('train'),
    ...(split === 'train' ? [] : [images(split)]),
    { head: 'seeds', numeric: false, cell: ({ runs }) => listSeeds(runs) },
  ]
}

/**
 * Splits the conditions of groups into common and differing conditions.
 *
 * @returns `common`: the conditions that all groups share, with their values. `differing`: the others, as columns of a table
 */
export function splitConditions(
  groups: readonly ReportGroup[],
  measure: Pick<ReportMeasure, 'split'>,
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

/**
 * Describes the conditions in a sentence: `Epochs: 10; training images: 60,000; seeds: 1 to 5.` Returns an empty text if no
 * condition is known.
 */
export function describeConditions(
  groups: readonly ReportGroup[],
  measure: Pick<ReportMeasure, 'split'>,
): string {
  const { common, differing } = splitConditions(groups, measure)
  const parts = common.map(({ label, value }) => `${label}: ${value}`)
  if (differing.length > 0) {
    parts.push(`varies by configuration: ${differing.map(({ head }) => head).join(', ')}`)
  }
  return parts.length === 0 ? '' : `${capitalize(parts.join('; '))}.`
}

function describeEpochs(group: ReportGroup): string {
  const ended = distinctTexts(measuredRuns(group).filter(hasEnded), ({ plannedEpochs, summary, epochs }) =>
    String(summary?.epochs ?? epochs.at(-1)?.epoch ?? plannedEpochs ?? ''),
  )
  const interrupted = group.runs.filter((run) => !hasEnded(run))
  if (interrupted.length === 0) return ended
  const words = distinctTexts(interrupted, describeInterruption)
  if (ended === '') return words
  return `${ended}; ${interrupted.length} of ${group.runs.length} runs ${words}`
}

/** Joins the distinct texts of runs, at most three of them. */
function distinctTexts(
  runs: readonly RunData[],
  textOf: (run: RunData) => string | number | undefined,
): string {
  const texts = new Set(runs.map((run) => textOf(run) ?? ''))
  if (texts.size > 3) return `${[...texts].slice(0, 3).join(', ')}, …`
  return [...texts].filter((text) => text !== '').join(', ')
}

/** Describes the seeds of runs: `1 to 5`, `1, 2, 7`, `12 seeds`. */
function listSeeds(runs: readonly RunData[]): string {
  const seeds = [...new Set(runs.flatMap(({ seed }) => seed ?? []))].sort((a, b) => a - b)
  const [first, last] = [seeds.at(0), seeds.at(-1)]
  if (first === undefined || last === undefined) return ''
  if (seeds.length > 2 && last - first === seeds.length - 1) return `${first} to ${last}`
  return seeds.length > 6 ? `${seeds.length} seeds` : seeds.join(', ')
}
