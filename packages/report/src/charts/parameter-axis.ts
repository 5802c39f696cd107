import { scaleOf, type Scale } from '../drawing/scale.ts'
import type { ReportStudy } from '../input/report-study.ts'
import { choicesOf, isNumeric, settingOf, type Completed, type Varied } from '../data/study-trials.ts'
import { keyOf } from '../values/value-texts.ts'

/** The axis of a parameter. */
export interface ParameterAxis {
  /** Of a parameter of numbers. */
  readonly scale?: Scale
  /** Texts of the values of any other, which lie at 0, 1, … */
  readonly choices: readonly string[]
  /** Where a trial lies; undefined if it does not have the parameter. */
  at(trial: Completed): number | undefined
}

export function parameterAxis(
  study: ReportStudy,
  varying: Varied,
  trials: readonly Completed[],
): ParameterAxis {
  const { name, parameter, text } = varying
  if (isNumeric(parameter)) {
    const numbers = trials.map((trial) => settingOf(trial, name)).filter((value) => typeof value === 'number')
    const scale = scaleOf(numbers, { lines: 4, log: parameter.log, integer: parameter.kind === 'int' })
    return {
      scale,
      choices: [],
      at(trial) {
        const value = settingOf(trial, name)
        return typeof value === 'number' && Number.isFinite(value) ? scale.at(value) : undefined
      },
    }
  }
  const choices = choicesOf(varying, study)
  const places = new Map(choices.map((choice, index) => [keyOf(choice), index]))
  return { choices: choices.map(text), at: (trial) => places.get(keyOf(settingOf(trial, name))) }
}
