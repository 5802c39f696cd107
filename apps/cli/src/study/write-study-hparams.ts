import { writeHParamsExperiment } from '@tunekit/metrics/node'
import type { HParamInfo } from '@tunekit/metrics'
import type { Parameter, Study } from '@tunekit/sweep'
import type { StudyFolder } from './study-folder.ts'

/** Writes the parameters and the metric of a study of `tunekit train` for TensorBoard's HParams tab. */
export function writeStudyHParams(folder: StudyFolder, { definition }: Study, metric: string): void {
  writeHParamsExperiment(folder.path, {
    hparams: Object.fromEntries(
      Object.entries(definition.space).map(([name, parameter]) => [name, hparamOf(parameter)]),
    ),
    metrics: [{ tag: metric.replaceAll('.', '/') }],
  })
}

function hparamOf(parameter: Parameter): HParamInfo {
  switch (parameter.kind) {
    case 'conditional':
      return hparamOf(parameter.parameter)
    case 'constant':
      return hparamOf({ kind: 'categorical', choices: [parameter.value] })
    case 'categorical':
      return choicesOf(parameter.choices)
    case 'normal':
      return { type: 'number' }
    default:
      return { type: 'number', interval: [parameter.low, parameter.high] }
  }
}

/** Describes choices. Choices of different types are shown as text. */
function choicesOf(choices: readonly unknown[]): HParamInfo {
  if (choices.every((choice) => typeof choice === 'number')) return { type: 'number', values: choices }
  if (choices.every((choice) => typeof choice === 'boolean')) return { type: 'boolean', values: choices }
  return { type: 'string', values: choices.map(String) }
}
