import type { Configuration, Space, Study, StudyTrial } from '@tunekit/sweep'
import { optionName } from '../options/train-arguments.ts'

/** What tells a configuration from others: texts by name, such as its parameters. The names are always the same. */
export type Description = Readonly<Record<string, string>>

/** What is to be shown of a study. */
export interface StudyView {
  readonly study: Study
  /** Shown as percent if its name ends with accuracy and no value is above 1. */
  readonly metric: string
  /** Trials that run at a time. */
  readonly workers: number
  /** What tells a configuration from others, by name. */
  readonly describe: (configuration: Configuration) => Description
  /** Lines for trials, at most; the earliest that have ended are left out. */
  readonly lines: number
  readonly columns: number
  readonly now: Date
}

/** A study as a table of its latest trials, and a line that sums it up. */
export function formatStudy(view: StudyView): string[] {
  const { study, lines, columns } = view
  const running = study.slots.filter(({ state }) => state === 'running')
  const ended = study.slots.filter(({ state }) => state !== 'running')
  const hidden = Math.max(0, Math.min(ended.length, study.slots.length - lines))
  const shown = [...ended.slice(hidden), ...running]
  const values = shown.map((trial) => trial.value ?? trial.intermediate.valueAt(-1))
  const format = valueFormat(view.metric, [...values, study.best()?.value])
  // Repeats differ in the seed alone.
  const hasSeeds = (study.definition.seeds?.length ?? 0) > 1
  const rows = shown
    .sort((a, b) => a.slot - b.slot)
    .map((trial) => [
      String(trial.number),
      trial.state + (trial.attempts > 1 ? ` (${trial.attempts})` : ''),
      String(trial.intermediate.stepAt(-1) ?? '–'),
      format(trial.value ?? trial.intermediate.valueAt(-1)),
      ...(hasSeeds ? [seedOf(trial)] : []),
      ...Object.values(view.describe(trial.configuration)),
    ])
  const names = shown.length === 0 ? [] : Object.keys(view.describe(shown[0].configuration))
  const head = [
    ...['trial', 'state', 'step'],
    shortName(view.metric),
    ...(hasSeeds ? ['seed'] : []),
    ...names,
  ]
  const table = [head, ...rows]
  const widths = head.map((_, column) => Math.max(...table.map((row) => row[column].length)))
  return [
    ...table.map((row) =>
      row
        .map((cell, column) =>
          isNumeric(head[column]) ? cell.padStart(widths[column]) : cell.padEnd(widths[column]),
        )
        .join('  ')
        .trimEnd(),
    ),
    '',
    ...summarize(view),
  ].map((line) => (line.length > columns ? `${line.slice(0, columns - 1)}…` : line))
}

/** How a study stands, in a line or two. */
export function summarize({ study, metric, workers, describe, now }: StudyView): string[] {
  const count = (state: StudyTrial['state']): number =>
    study.slots.filter((trial) => trial.state === state).length
  const ended = study.slots.length - count('running')
  const states = (['running', 'pruned', 'failed'] as const)
    .filter((state) => count(state) > 0)
    .map((state) => `${count(state)} ${state}`)
  const eta = remainingSeconds(study, workers, now)
  const facts = [
    `${ended} of ${countTrials(study.trialCount)}`,
    ...states,
    ...(eta === undefined || ended === study.trialCount ? [] : [`about ${formatDuration(eta)} left`]),
  ]
  const best = study.best()
  const name = shortName(metric)
  return [
    facts.join(' · '),
    ...(best
      ? [
          `Best ${name} ${valueFormat(metric, [best.value])(best.value)}: ${inWords(describe(best.configuration))}`,
        ]
      : []),
  ]
}

/** `1 trial`, `20 trials`; `some trials` if nobody knows how many. */
export function countTrials(count: number | undefined): string {
  return count === 1 ? '1 trial' : `${count ?? 'some'} trials`
}

/** The parameters that can have more than one value, by name; one that does not exist in a configuration is '–'. */
export function describeConfiguration(space: Space, configuration: Configuration): Description {
  return Object.fromEntries(
    variedParameters(space).map((name) => [
      name,
      name in configuration ? formatParameter(configuration[name]) : '–',
    ]),
  )
}

/** `batch-size 32, l2 0.000001` */
export function inWords(description: Description): string {
  return Object.entries(description)
    .filter(([, text]) => text !== '–')
    .map(([name, text]) => `${name} ${text}`)
    .join(', ')
}

/** The names of the parameters that can have more than one value. */
export function variedParameters(space: Space): string[] {
  return Object.entries(space).flatMap(([name, parameter]) => {
    const inner = parameter.kind === 'conditional' ? parameter.parameter : parameter
    return inner.kind === 'constant' ? [] : [name]
  })
}

function formatParameter(value: unknown): string {
  return typeof value === 'number' ? String(Number(value.toPrecision(4))) : String(value)
}

/**
 * How to write values of a metric: as 98.67 % if it is an accuracy, with four digits otherwise.
 *
 * @param known Values of the metric. One above 1 means that its program counts in percent already
 */
export function valueFormat(
  metric: string,
  known: readonly (number | undefined)[],
): (value: number | undefined) => string {
  const isFraction = /accuracy$/i.test(metric) && known.every((value = 0) => !(value > 1))
  return (value) => {
    if (value === undefined) return '–'
    return isFraction ? `${(100 * value).toFixed(2)} %` : value.toPrecision(4)
  }
}

/** The seed that a trial ran with: a parameter of that name wins over the study's seed. */
export function seedOf({ configuration, seed }: Pick<StudyTrial, 'configuration' | 'seed'>): string {
  const own = Object.keys(configuration).find((name) => optionName(name) === '--seed')
  return String(own === undefined ? seed : configuration[own])
}

/** `58 s`, `12 min`, `3.5 h` */
export function formatDuration(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`
}

/** By the median time of the trials that have ended; what runs counts by the time it has run. */
function remainingSeconds(study: Study, workers: number, now: Date): number | undefined {
  const durations = study.slots.flatMap(({ startedAt, endedAt }) =>
    startedAt && endedAt ? [secondsBetween(startedAt, Date.parse(endedAt))] : [],
  )
  if (durations.length === 0 || study.trialCount === undefined) return undefined
  const median = durations.sort((a, b) => a - b)[Math.floor(durations.length / 2)]
  const elapsed = study.slots
    .filter(({ state }) => state === 'running')
    .reduce((sum, { startedAt }) => sum + Math.min(median, secondsBetween(startedAt!, now.getTime())), 0)
  return Math.max(0, (study.trialCount - durations.length) * median - elapsed) / workers
}

/** Not below 0, even if the clock was set back. */
function secondsBetween(start: string, end: number): number {
  return Math.max(0, end - Date.parse(start)) / 1000
}

function shortName(metric: string): string {
  return metric.split('.').at(-1)!
}

function isNumeric(column: string): boolean {
  return column === 'trial' || column === 'step' || column === 'seed'
}
