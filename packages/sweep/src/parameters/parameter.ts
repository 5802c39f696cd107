/** A value of a parameter. */
export type Value = string | number | boolean | null

/** A parameter whose value is one of a list, in no order. */
export interface CategoricalParameter<T extends Value = Value> {
  readonly kind: 'categorical'
  readonly choices: readonly T[]
  /** The probability of each choice, for samplers that draw; they sum to 1. Absent: all equal. */
  readonly probabilities?: readonly number[]
}

/** A parameter whose value is a number from `low` to `high`, both included. */
export interface FloatParameter {
  readonly kind: 'float'
  readonly low: number
  readonly high: number
  /** Whether values are uniform in the logarithm. */
  readonly log: boolean
  /** The distance between the values `low`, `low + step`, …; absent if `log`. */
  readonly step?: number
}

/** A parameter whose value is an integer from `low` to `high`, both included. */
export interface IntParameter {
  readonly kind: 'int'
  readonly low: number
  readonly high: number
  /** Whether values are uniform in the logarithm. */
  readonly log: boolean
  /** The distance between the values `low`, `low + step`, …; 1 if `log`. */
  readonly step: number
}

/** A parameter whose value is normally or, if `log`, log-normally distributed. */
export interface NormalParameter {
  readonly kind: 'normal'
  /** The mean of the value, or of its logarithm if `log`. */
  readonly mean: number
  /** The standard deviation of the value, or of its logarithm if `log`. */
  readonly standardDeviation: number
  /** Whether the logarithm of the value is normally distributed. */
  readonly log: boolean
  /** Values are rounded to multiples of this number. */
  readonly step?: number
}

/** A parameter that always has the same value. */
export interface ConstantParameter<T extends Value = Value> {
  readonly kind: 'constant'
  readonly value: T
}

/** A parameter that exists only if earlier parameters have certain values. */
export interface ConditionalParameter<P extends UnconditionalParameter = UnconditionalParameter> {
  readonly kind: 'conditional'
  /** The allowed values of earlier parameters, by name. All conditions must hold. */
  readonly condition: Readonly<Record<string, readonly Value[]>>
  readonly parameter: P
}

/** A parameter that always exists, or the parameter within a condition. */
export type UnconditionalParameter =
  CategoricalParameter | FloatParameter | IntParameter | NormalParameter | ConstantParameter

/** A parameter of a search space, as plain data that JSON can represent. */
export type Parameter = UnconditionalParameter | ConditionalParameter
