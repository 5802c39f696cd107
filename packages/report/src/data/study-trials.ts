import type { ParameterValue, ReportParameter, ReportStudy, ReportTrial } from '../input/report-study.ts'
import { groupBy } from '../values/group-by.ts'
import { fractionForm, isPercentage, numberForm, type ValueForm } from '../values/value-form.ts'
import { keyOf, valueTexts } from '../values/value-texts.ts'

/** A trial that ended with a finite value. */
export type CompleteTrial = ReportTrial & { readonly value: number }

/** A parameter that can have more than one value. */
export interface VaryingParameter {
  readonly name: string
  /** The parameter; of a conditional one, what it is where it exists. */
  readonly parameter: ReportParameter
  /** Writes a value, different values differently; empty if there is none. */
  text(value: ParameterValue | undefined): string
}

/** The form of a study's values. */
export interface StudyValueForm extends ValueForm {
  /** The metric with its unit, for an axis. */
  readonly axisName: string
}

/** The name of the study's value. */
export function metricOf({ metric = 'value' }: ReportStudy): string {
  return metric
}

/** The form in which a study's values are written and drawn. */
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

/** The trials that ended with a finite value, in their order. */
export function completeTrials({ trials }: ReportStudy): CompleteTrial[] {
  return trials.filter(
    (trial): trial is CompleteTrial =>
      !incompleteStates.has(trial.state) && trial.value !== undefined && Number.isFinite(trial.value),
  )
}

/** States in which a value, if there is one, does not count. */
const incompleteStates: ReadonlySet<string> = new Set(['pruned', 'failed', 'running'])

/** Whether one value is better than another. */
export function isBetter({ direction }: ReportStudy, value: number, other: number): boolean {
  return direction === 'maximize' ? value > other : value < other
}

/** The complete trial with the best value, the first of equals. */
export function bestTrial(study: ReportStudy): CompleteTrial | undefined {
  const [first, ...others] = completeTrials(study)
  if (!first) return undefined
  return others.reduce((best, trial) => (isBetter(study, trial.value, best.value) ? trial : best), first)
}

/**
 * Whether a parameter of a search space has one value in every configuration that has it. Accepts parameters of
 * `@tunekit/sweep`.
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

/** The parameters that can have more than one value. */
export function varyingParameters({ parameters, trials }: ReportStudy): VaryingParameter[] {
  return Object.entries(parameters)
    .filter(([, parameter]) => !isConstant(parameter))
    .map(([name, outer]) => {
      const parameter = outer.parameter ?? outer
      const text = valueTexts(valuesOf(name, parameter, trials))
      return { name, parameter, text: (value) => (value === undefined ? '' : text(value)) }
    })
}

/** The choices of a parameter, then the values of the trials that have it. */
function valuesOf(
  name: string,
  { choices = [] }: ReportParameter,
  trials: readonly ReportTrial[],
): ParameterValue[] {
  const used = trials.map((trial) => parameterValue(trial, name)).filter((value) => value !== undefined)
  return [...choices, ...used]
}

/** Describes the parameters that have one value in every configuration that has them: `epochs 3, data mnist-data`. */
export function describeConstants({ parameters }: ReportStudy): string {
  return Object.entries(parameters)
    .filter(([, parameter]) => isConstant(parameter))
    .flatMap(([name, outer]) => {
      const { value } = outer.parameter ?? outer
      return value === undefined ? [] : [`${name} ${valueTexts([value])(value)}`]
    })
    .join(', ')
}

/** Whether a parameter's values are numbers on an axis. */
export function isNumeric({ kind }: ReportParameter): boolean {
  return kind === 'float' || kind === 'int' || kind === 'normal'
}

/** The values on the axis of a parameter that is not numeric: its choices, then any others. */
export function choicesOf({ name, parameter }: VaryingParameter, { trials }: ReportStudy): ParameterValue[] {
  return [...groupBy(valuesOf(name, parameter, trials), keyOf).values()].map(([value]) => value)
}

/** The value of a parameter in a trial's configuration; undefined if the configuration does not have it. */
export function parameterValue(
  { configuration }: Pick<ReportTrial, 'configuration'>,
  name: string,
): ParameterValue | undefined {
  return Object.hasOwn(configuration, name) ? configuration[name] : undefined
}

/**
 * Describes a configuration by the parameters that differ between trials: `learningRate 0.001, optimizer adam`. By all that
 * can vary if none differs.
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

/** Counts trials by state, in the order in which the states first occur: `40 complete, 9 pruned, of 50 planned`. */
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
