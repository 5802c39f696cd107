/** The value of a parameter of a search space. */
export type ParameterValue = string | number | boolean | null

/** Whether lower or higher values are better. */
export type Direction = 'minimize' | 'maximize'

/** A hyper-parameter study, of any tuner: its search space and all its trials. */
export interface ReportStudy {
  readonly name: string
  readonly direction: Direction
  /** The name of the value that the study optimizes, such as `'validation accuracy'`. Default `'value'`. */
  readonly metric?: string
  /** The parameters by name, in the order in which they are shown. A search space of `@tunekit/sweep` has this type. */
  readonly parameters: Readonly<Record<string, ReportParameter>>
  readonly trials: readonly ReportTrial[]
  /** The planned number of trials. */
  readonly plannedTrials?: number
  /**
   * The best configuration, such as the first of `ranking()` in `@tunekit/sweep`. Default: the configuration of the complete
   * trial with the best value, which is right for studies that evaluate each configuration once.
   */
  readonly best?: BestConfiguration
  /** The importance of each parameter by name: the parameter's share in the differences between values. */
  readonly importance?: Readonly<Record<string, number>>
}

/** The best configuration of a study, with the complete trials whose mean is its value. */
export interface BestConfiguration {
  readonly configuration: ReportTrial['configuration']
  readonly trials: readonly Pick<ReportTrial, 'number'>[]
  /** The mean of the trials' values. */
  readonly mean: number
}

/** A parameter of a search space. */
export interface ReportParameter {
  /** `'categorical'`, `'float'`, `'int'`, `'normal'`, `'constant'` or `'conditional'`. */
  readonly kind: string
  /** Whether the axis of the parameter is logarithmic. Default false. */
  readonly log?: boolean
  /** The value of a constant parameter. */
  readonly value?: ParameterValue
  /** The values of a categorical parameter. */
  readonly choices?: readonly ParameterValue[]
  /** For a conditional parameter: the parameter in the configurations that have it. */
  readonly parameter?: ReportParameter
}

/** A trial of a study: one evaluation of a configuration. */
export interface ReportTrial {
  readonly number: number
  /** The values of the parameters, by name. */
  readonly configuration: Readonly<Record<string, ParameterValue>>
  /** `'complete'`, `'pruned'`, `'failed'`, `'running'`, or another state of the tuner. */
  readonly state: string
  /** The value of a complete trial. */
  readonly value?: number
  /** The step and the value of each report, in ascending order of steps. */
  readonly intermediate?: readonly (readonly [step: number, value: number])[]
  /** The time at which the trial started, as an ISO 8601 date and time. */
  readonly start?: string
  /** The time at which the trial ended, as an ISO 8601 date and time. */
  readonly end?: string
  readonly seed?: number
  /** The index of the trial among the trials of its configuration, starting at 0. */
  readonly repeat?: number
}
