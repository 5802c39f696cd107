import type { ParameterValue, ReportParameter, ReportStudy, ReportTrial } from '../input/report-study.ts'
import { groupBy } from '../values/group-by.ts'
import { fractionForm, isPercentage, numberForm, type ValueForm } from '../values/value-form.ts'
import { keyOf, valueTexts } from '../values/value-texts.ts'

/** A trial that ended with a finite value. */
export type CompleteTrial = ReportTrial & { readonly value: number }

/** A parameter that can have more than one value. */
export interface VaryingParameter {
  readonly name: string
  /** The parameter. For a conditional parameter: the parameter in the configurations that have it. */
  readonly parameter: ReportParameter
  /** Formats a value. Different values have different texts, and undefined has an empty text. */
  text(value: ParameterValue | undefined): string
}

/** The form in which the values of a study are written and drawn. */
export interface StudyValueForm extends ValueForm {
  /** The name of an axis of values: the metric with its unit. */
  readonly axisName: string
}

/** Returns the name of the value that a study optimizes. */
export function metricOf({ metric = 'value' }: ReportStudy): string {
  return metric
}

/** Returns the form in which the values of a study are written and drawn. */
export function valueForm(study: ReportStudy): StudyValueForm {
  const metric = metricOf(study)
  const values = study.trials.flatMap(({ value, intermediate = [] }) => [
    value,
    ...intermediate.map(([, reported]) => reported),
  ])
  return isPercentage(metric, values)
    ? { ...fractionForm, axisName: `${metric} (%)` }
    : { ...numberForm, axisName: metric }
}

/** Returns the trials that ended with a finite value, in their order. */
export function completeTrials({ trials }: ReportStudy): CompleteTrial[] {
  return trials.filter(
    (trial): trial is CompleteTrial =>
      !incompleteStates.has(trial.state) && trial.value !== undefined && Number.isFinite(trial.value),
  )
}

/** The states of trials whose values, if any, are ignored. */
const incompleteStates: ReadonlySet<string> = new Set(['pruned', 'failed', 'running'])

/** Returns whether `value` is better than `other`. */
export function isBetter({ direction }: ReportStudy, value: number, other: number): boolean {
  return direction === 'maximize' ? value > other : value < other
}

/** Returns the complete trial with the best value, the first of them if several are equal; undefined if no trial is complete. */
export function bestTrial(study: ReportStudy): CompleteTrial | undefined {
  const [first, ...others] = completeTrials(study)
  if (!first) return undefined
  return others.reduce((best, trial) => (isBetter(study, trial.value, best.value) ? trial : best), first)
}

/**
 * Returns whether a parameter of a search space has the same value in every configuration that has it. Parameters of
 * `@tunekit/sweep` are accepted.
 */
export function isConstant({
  kind,
  parameter,
}: {
  readonly kind: string
  readonly parameter?: { readonly kind: string }
}): boolean {
  return kind === 'constant' || parameter?.kind === 'constant'
}

/** Returns the parameters that can have more than one value. */
export function varyingParameters({ parameters, trials }: ReportStudy): VaryingParameter[] {
  return Object.entries(parameters)
    .filter(([, parameter]) => !isConstant(parameter))
    .map(([name, outer]) => {
      const parameter = outer.parameter ?? outer
      const text = valueTexts(valuesOf(name, parameter, trials))
      return { name, parameter, text: (value) => (value === undefined ? '' : text(value)) }
    })
}

/** Returns the choices of a parameter, followed by its values in the trials that have it. */
function valuesOf(
  name: string,
  { choices = [] }: ReportParameter,
  trials: readonly ReportTrial[],
): ParameterValue[] {
  const used = trials.map((trial) => parameterValue(trial, name)).filter((value) => value !== undefined)
  return [...choices, ...used]
}

/** Describes the parameters that are constant: `epochs 3, data mnist-data`. */
export function describeConstants({ parameters }: ReportStudy): string {
  return Object.entries(parameters)
    .filter(([, parameter]) => isConstant(parameter))
    .flatMap(([name, outer]) => {
      const { value } = outer.parameter ?? outer
      return value === undefined ? [] : [`${name} ${valueTexts([value])(value)}`]
    })
    .join(', ')
}

/** Returns whether the values of a parameter are numbers on an axis. */
export function isNumeric({ kind }: ReportParameter): boolean {
  return kind === 'float' || kind === 'int' || kind === 'normal'
}

/** Returns the values on the axis of a parameter that is not numeric: its choices, followed by any other values of trials. */
export function choicesOf({ name, parameter }: VaryingParameter, { trials }: ReportStudy): ParameterValue[] {
  return [...groupBy(valuesOf(name, parameter, trials), keyOf).values()].map(([value]) => value)
}

/** Returns the value of a parameter in the configuration of a trial; undefined if the configuration lacks the parameter. */
export function parameterValue(
  { configuration }: Pick<ReportTrial, 'configuration'>,
  name: string,
): ParameterValue | undefined {
  return Object.hasOwn(configuration, name) ? configuration[name] : undefined
}

/**
 * Describes a configuration by the parameters that differ between trials: `learningRate 0.001, optimizer adam`. If no parameter
 * differs, the description contains all parameters that can vary.
 */
export function describeConfiguration(
  configuration: ReportTrial['configuration'],
  study: ReportStudy,
): string {
  const parameters = varyingParameters(study)
  const differing = parameters.filter(
    ({ name }) => new Set(study.trials.map((trial) => keyOf(parameterValue(trial, name)))).size > 1,
  )
  return (differing.length > 0 ? differing : parameters)
    .flatMap(({ name, text }) => {
      const value = parameterValue({ configuration }, name)
      return value === undefined ? [] : [`${name} ${text(value)}`]
    })
    .join(', ')
}

/** Describes the numbers of trials by state, in the order in which the states first occur: `40 complete, 9 pruned, of 50 planned`. */
export function countStates({
  trials,
  plannedTrials,
}: Pick<ReportStudy, 'plannedTrials'> & {
  readonly trials: readonly Pick<ReportTrial, 'state'>[]
}): string {
  const counts = [...groupBy(trials, ({ state }) => state)].map(
    ([state, members]) => `${members.length} ${state}`,
  )
  if (plannedTrials !== undefined && trials.length < plannedTrials) counts.push(`of ${plannedTrials} planned`)
  return counts.join(', ')
}
