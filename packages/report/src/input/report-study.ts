/** What a parameter was set to. */
export type ParameterValue = string | number | boolean | null

/** A study of hyper-parameters: its space and every trial. */
export interface ReportStudy {
  readonly name: string
  readonly direction: 'minimize' | 'maximize'
  /** What the value is: `'validation accuracy'`. Default `'value'`. */
  readonly metric?: string
  /** In the order to show them. A space of `@tunekit/sweep` is one. */
  readonly parameters: Readonly<Record<string, ReportParameter>>
  readonly trials: readonly ReportTrial[]
  /** How many trials the study is to have. */
  readonly plannedTrials?: number
  /** Share of each parameter in the differences between values, by name. */
  readonly importance?: Readonly<Record<string, number>>
}

export interface ReportParameter {
  /** `'categorical'`, `'float'`, `'int'`, `'normal'`, `'constant'` or `'conditional'`. */
  readonly kind: string
  /** On a logarithmic axis. */
  readonly log?: boolean
  /** Of a constant. */
  readonly value?: ParameterValue
  /** Of a categorical parameter. */
  readonly choices?: readonly ParameterValue[]
  /** What a conditional parameter is where it exists. */
  readonly parameter?: ReportParameter
}

export interface ReportTrial {
  readonly number: number
  readonly configuration: Readonly<Record<string, ParameterValue>>
  /** `'complete'`, `'pruned'`, `'failed'`, `'running'` or another word. */
  readonly state: string
  /** Of a complete trial. */
  readonly value?: number
  /** Step and value of each report, ascending. */
  readonly intermediate?: readonly (readonly [step: number, value: number])[]
  /** ISO 8601. */
  readonly start?: string
  readonly end?: string
  readonly seed?: number
  /** Which repeat of its configuration it is. */
  readonly repeat?: number
}
