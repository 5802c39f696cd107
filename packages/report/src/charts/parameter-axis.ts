import {
  choicesOf,
  isNumeric,
  parameterValue,
  type CompleteTrial,
  type VaryingParameter,
} from '../data/study-trials.ts'
import { scaleOf, type Scale } from '../drawing/scale.ts'
import type { ReportStudy } from '../input/report-study.ts'
import { keyOf } from '../values/value-texts.ts'

/** The axis of a parameter. */
export interface ParameterAxis {
  /** The scale of a numeric parameter. Absent for other parameters. */
  readonly scale?: Scale
  /** For a parameter that is not numeric: the texts of its values, which are at 0, 1, … on the axis. */
  readonly choices: readonly string[]
  /** Returns the place of a trial on the axis; undefined if the trial lacks the parameter. */
  at(trial: CompleteTrial): number | undefined
}

/** Creates the axis of a parameter for some trials. */
export function parameterAxis(
  study: ReportStudy,
  varying: VaryingParameter,
  trials: readonly CompleteTrial[],
): ParameterAxis {
  const { name, parameter, text } = varying
  if (isNumeric(parameter)) {
    const numbers = trials
      .map((trial) => parameterValue(trial, name))
      .filter((value) => typeof value === 'number')
    const scale = scaleOf(numbers, { lines: 4, log: parameter.log, integer: parameter.kind === 'int' })
    return {
      scale,
      choices: [],
      at(trial) {
        const value = parameterValue(trial, name)
        return typeof value === 'number' && Number.isFinite(value) ? scale.at(value) : undefined
      },
    }
  }
  const choices = choicesOf(varying, study)
  const places = new Map(choices.map((choice, index) => [keyOf(choice), index]))
  return { choices: choices.map(text), at: (trial) => places.get(keyOf(parameterValue(trial, name))) }
}
