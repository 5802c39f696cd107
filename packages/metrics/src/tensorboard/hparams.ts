/** A hyperparameter's value; of numbers, TensorBoard can show finite ones only. */
export type HParamValue = string | number | boolean

/** Values of hyperparameters by name. */
export type HParams = Readonly<Record<string, HParamValue>>

/** What a hyperparameter may be: one of the `values`, a number of the `interval`, or, without either, anything. */
export interface HParamInfo {
  readonly type: 'string' | 'number' | 'boolean'
  readonly values?: readonly HParamValue[]
  /** Smallest and largest value, for numbers. */
  readonly interval?: readonly [min: number, max: number]
  /** Default: the name. */
  readonly displayName?: string
  readonly description?: string
}

/** A column of results: scalars of one tag, of which the dashboard shows the last. */
export interface HParamsMetric {
  /** As the scalars have it, `test/accuracy`. */
  readonly tag: string
  /** Default: the tag. */
  readonly displayName?: string
  readonly description?: string
  /** Folder below a run's own in which its event files hold this tag. Default: the run's own. */
  readonly group?: string
}

/** Which hyperparameters and metrics the runs below a folder have. */
export interface HParamsExperiment {
  readonly description?: string
  readonly hparams: Readonly<Record<string, HParamInfo>>
  readonly metrics: readonly HParamsMetric[]
}

/** What one run was trained with. */
export interface HParamsSession {
  readonly hparams: HParams
  /** Runs of one name are one row, which shows their means. Default: a row of its own. */
  readonly groupName?: string
}

/** DataType and Status of tensorboard/plugins/hparams/api.proto, each at its number. */
export const HPARAM_TYPES: readonly (HParamInfo['type'] | undefined)[] = [
  undefined,
  'string',
  'boolean',
  'number',
]
export const HPARAMS_STATUSES: readonly HParamsStatus[] = ['unknown', 'success', 'failure', 'running']

/** How a run is; of one that has not ended TensorBoard says `unknown`. */
export type HParamsStatus = 'unknown' | 'success' | 'failure' | 'running'

/** One piece of what TensorBoard's hparams dashboard is made of. */
export type TfHParams =
  | { readonly experiment: HParamsExperiment }
  | { readonly sessionStart: HParamsSession }
  | { readonly sessionEnd: { readonly status: HParamsStatus } }
