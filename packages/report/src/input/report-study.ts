/** The value of a parameter. */
export type ParameterValue = string | number | boolean | null

/** Whether lower or higher values are better. */
export type Direction = 'minimize' | 'maximize'

/** A hyper-parameter study: its search space and every trial. A study of any tuner can be described by it. */
export interface ReportStudy {
  readonly name: string
  readonly direction: Direction
  /** The name of a trial's value: `'validation accuracy'`. Default `'value'`. */
  readonly metric?: string
  /** The parameters by name, in the order in which they are shown. A space of `@tunekit/sweep` fits. */
  readonly parameters: Readonly<Record<string, ReportParameter>>
  readonly trials: readonly ReportTrial[]
  /** The number of trials that the study is to have. */
  readonly plannedTrials?: number
  /**
   * The best configuration, as the first of `ranking()` in `@tunekit/sweep`. Default: the configuration of the complete
   * trial with the best value, which is right for studies that evaluate each configuration once.
   */
  readonly best?: BestConfiguration
  /** The importance of each parameter, by name: its share in the differences between values. */
  readonly importance?: Readonly<Record<string, number>>
}

/** A configuration with the complete trials that it is judged by. */
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
  /** Whether its axis is logarithmic. Default false. */
  readonly log?: boolean
  /** The value of a constant. */
  readonly value?: ParameterValue
  /** The values of a categorical parameter. */
  readonly choices?: readonly ParameterValue[]
  /** The parameter that a conditional one is in the configurations that have it. */
  readonly parameter?: ReportParameter
}

/** One evaluation of a configuration. */
export interface ReportTrial {
  readonly number: number
  /** The values of the parameters, by name. */
  readonly configuration: Readonly<Record<string, ParameterValue>>
  /** `'complete'`, `'pruned'`, `'failed'`, `'running'` or another word. */
  readonly state: string
  /** The value of a complete trial. */
  readonly value?: number
  /** Step and value of each report, ascending by step. */
  readonly intermediate?: readonly (readonly [step: number, value: number])[]
  /** When the trial started, as an ISO 8601 date and time. */
  readonly start?: string
  /** When the trial ended, as an ISO 8601 date and time. */
  readonly end?: string
  readonly seed?: number
  /** The index of the trial among those of its configuration, from 0. */
  readonly repeat?: number
}
