import { number } from './format-numbers.ts'
import type { ParameterValue, ReportParameter, ReportStudy, ReportTrial } from './report-study.ts'

/** A trial with a value. */
export type Completed = ReportTrial & { readonly value: number }

/** What the study's value is called. */
export function metricOf({ metric = 'value' }: ReportStudy): string {
  return metric
}

/** Trials that ended with a value that is a number, in their order. */
export function completed({ trials }: ReportStudy): Completed[] {
  return trials.filter(
    (trial): trial is Completed => trial.value !== undefined && Number.isFinite(trial.value),
  )
}

/** Whether one value is better than another. */
export function isBetter({ direction }: ReportStudy, value: number, other: number): boolean {
  return direction === 'maximize' ? value > other : value < other
}

/** The trial with the best value, the first of equals. */
export function bestTrial(study: ReportStudy): Completed | undefined {
  const [first, ...rest] = completed(study)
  if (!first) return undefined
  return rest.reduce((best, trial) => (isBetter(study, trial.value, best.value) ? trial : best), first)
}

/** Parameters that vary, as they are where they exist. */
export function varied({
  parameters,
}: ReportStudy): { readonly name: string; readonly parameter: ReportParameter }[] {
  return Object.entries(parameters)
    .map(([name, parameter]) => ({ name, parameter: parameter.parameter ?? parameter }))
    .filter(({ parameter }) => parameter.kind !== 'constant')
}

/** Whether a parameter's values are numbers on an axis. */
export function isNumeric({ kind }: ReportParameter): boolean {
  return kind === 'float' || kind === 'int' || kind === 'normal'
}

/** The names on the axis of a parameter that is not numeric: its choices, then whatever else there is. */
export function choicesOf(name: string, parameter: ReportParameter, { trials }: ReportStudy): string[] {
  const used = trials.map((trial) => settingOf(trial, name)).filter((value) => value !== undefined)
  return [...new Set([...(parameter.choices ?? []), ...used].map(valueText))]
}

/** What a trial set a parameter to; undefined if it does not have it. */
export function settingOf(
  { configuration }: Pick<ReportTrial, 'configuration'>,
  name: string,
): ParameterValue | undefined {
  return Object.hasOwn(configuration, name) ? configuration[name] : undefined
}

/** A configuration, without what is the same in every trial: `learningRate 0.001, optimizer adam`. */
export function describeSettings(configuration: ReportTrial['configuration'], study: ReportStudy): string {
  const settings = varied(study).map(({ name }) => ({
    name,
    value: settingOf({ configuration }, name),
    differs: new Set(study.trials.map((trial) => settingOf(trial, name))).size > 1,
  }))
  // A study of one configuration has no other to tell it from.
  const telling = settings.some(({ differs }) => differs)
    ? settings.filter(({ differs }) => differs)
    : settings
  return telling
    .filter(({ value }) => value !== undefined)
    .map(({ name, value }) => `${name} ${valueText(value)}`)
    .join(', ')
}

/** A parameter's value as text. */
export function valueText(value: ParameterValue | undefined): string {
  return typeof value === 'number' ? number(value) : value === undefined ? '' : String(value)
}

/** How many trials ended how, in the order of their first appearance: `40 complete, 9 pruned`. */
export function countStates({ trials }: ReportStudy): string {
  const counts = new Map<string, number>()
  for (const { state } of trials) counts.set(state, (counts.get(state) ?? 0) + 1)
  return [...counts].map(([state, count]) => `${count} ${state}`).join(', ')
}
