import { isPercentage } from '@tunekit/report'
import type { Configuration, Study, StudyTrial } from '@tunekit/sweep'
import { formatDescription, seedOf } from './describe-configuration.ts'
import type { Description } from './describe-configuration.ts'

/** A study and the settings of its display. */
export interface StudyView {
  readonly study: Study
  /** Values are shown as percentages if the name ends with accuracy and no value is above 1. */
  readonly metric: string
  /** The number of trials that run at a time. */
  readonly workers: number
  /** Describes a configuration in columns. */
  readonly describe: (configuration: Configuration) => Description
  /** The maximum number of lines of trials. The trials that ended first are left out. */
  readonly lines: number
  readonly columns: number
  readonly now: Date
}

/** Formats a study as a table of its latest trials and a summary. */
export function formatStudy(view: StudyView): string[] {
  const { study, lines, columns } = view
  const running = study.slots.filter(({ state }) => state === 'running')
  const ended = study.slots.filter(({ state }) => state !== 'running')
  const hidden = Math.max(0, Math.min(ended.length, study.slots.length - lines))
  const shown = [...ended.slice(hidden), ...running]
  const values = shown.map((trial) => trial.value ?? trial.intermediate.valueAt(-1))
  const format = valueFormat(view.metric, [...values, study.best()?.value])
  // The repeats of a configuration differ in the seed alone.
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
    ...summarizeStudy(view),
  ].map((line) => (line.length > columns ? `${line.slice(0, columns - 1)}…` : line))
}

/** Summarizes the progress of a study in a line, and its best configuration in another. */
export function summarizeStudy({ study, metric, workers, describe, now }: StudyView): string[] {
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
          `Best ${name} ${valueFormat(metric, [best.value])(best.value)}: ${formatDescription(describe(best.configuration))}`,
        ]
      : []),
  ]
}

/** Formats a number of trials: `1 trial`, `20 trials`, or `some trials` if the number is unknown. */
export function countTrials(count: number | undefined): string {
  return count === 1 ? '1 trial' : `${count ?? 'some'} trials`
}

/**
 * Returns a function that formats values of a metric: accuracies as percentages (`98.67 %`), other values with four digits.
 *
 * @param known Known values of the metric. If any is above 1, the values are percentages already
 */
export function valueFormat(
  metric: string,
  known: readonly (number | undefined)[],
): (value: number | undefined) => string {
  const isFraction = isPercentage(metric, known)
  return (value) => {
    if (value === undefined) return '–'
    return isFraction ? `${(100 * value).toFixed(2)} %` : value.toPrecision(4)
  }
}

/** Formats a duration: `58 s`, `12 min`, `3.5 h`. */
export function formatDuration(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`
}

/** Estimates the remaining time from the median duration of the trials that have ended. */
function remainingSeconds(study: Study, workers: number, now: Date): number | undefined {
  const durations = study.slots.flatMap(({ startedAt, endedAt }) =>
    startedAt && endedAt ? [secondsBetween(startedAt, Date.parse(endedAt))] : [],
  )
  if (durations.length === 0 || study.trialCount === undefined) return undefined
  const median = durations.sort((a, b) => a - b)[durations.length >> 1]
  const elapsed = study.slots
    .filter(({ state }) => state === 'running')
    .reduce((sum, { startedAt }) => sum + Math.min(median, secondsBetween(startedAt!, now.getTime())), 0)
  return Math.max(0, (study.trialCount - durations.length) * median - elapsed) / workers
}

/** Returns the time from `start` to `end`, or 0 if the clock was set back between them. */
function secondsBetween(start: string, end: number): number {
  return Math.max(0, end - Date.parse(start)) / 1000
}

function shortName(metric: string): string {
  return metric.split('.').at(-1)!
}

function isNumeric(column: string): boolean {
  return column === 'trial' || column === 'step' || column === 'seed'
}
