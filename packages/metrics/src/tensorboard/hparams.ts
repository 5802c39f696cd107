/** The value of a hyperparameter. Numbers must be finite, because TensorBoard cannot show NaN and infinities. */
export type HParamValue = string | number | boolean

/** Values of hyperparameters by name. */
export type HParams = Readonly<Record<string, HParamValue>>

/** The domain of a hyperparameter: `values`, an `interval` of numbers, or, without either, all values of the `type`. */
export interface HParamInfo {
  readonly type: 'string' | 'number' | 'boolean'
  readonly values?: readonly HParamValue[]
  /** The smallest and the largest value, for numbers. */
  readonly interval?: readonly [min: number, max: number]
  /** The name that the dashboard shows. Default: the name of the hyperparameter. */
  readonly displayName?: string
  readonly description?: string
}

/** A column of results. It shows the last scalar of one tag. */
export interface HParamsMetric {
  /** The tag of the scalars, such as `test/accuracy`. */
  readonly tag: string
  /** The name that the dashboard shows. Default: the tag. */
  readonly displayName?: string
  readonly description?: string
  /** The subfolder of a run's folder with the event files of this tag. Default: the run's folder. */
  readonly group?: string
}

/** The hyperparameters and metrics of the runs below a folder. */
export interface HParamsExperiment {
  readonly description?: string
  readonly hparams: Readonly<Record<string, HParamInfo>>
  readonly metrics: readonly HParamsMetric[]
}

/** The values of one run. */
export interface HParamsSession {
  readonly hparams: HParams
  /** The name of the run's row. Runs with the same name share a row that shows their means. Default: a row per run. */
  readonly groupName?: string
}

/** The types of hyperparameters, indexed by their numbers in DataType of tensorboard/plugins/hparams/api.proto. */
export const HPARAM_TYPES: readonly (HParamInfo['type'] | undefined)[] = [
  undefined,
  'string',
  'boolean',
  'number',
]
/** The statuses of runs, indexed by their numbers in Status of tensorboard/plugins/hparams/api.proto. */
export const HPARAMS_STATUSES: readonly HParamsStatus[] = ['unknown', 'success', 'failure', 'running']

/** The status of a run. TensorBoard shows `unknown` for a run that has not ended. */
export type HParamsStatus = 'unknown' | 'success' | 'failure' | 'running'

/** A message for TensorBoard's hparams dashboard: an experiment, or the start or end of a run. */
export type TfHParams =
  | { readonly experiment: HParamsExperiment }
  | { readonly sessionStart: HParamsSession }
  | { readonly sessionEnd: { readonly status: HParamsStatus } }
