/** What a parameter can be set to. */
export type Value = string | number | boolean | null

/** One of a list, in no order. */
export interface CategoricalParameter<T extends Value = Value> {
  readonly kind: 'categorical'
  readonly choices: readonly T[]
  /** Of each choice, for samplers that draw; they sum to 1. Absent: all the same. */
  readonly probabilities?: readonly number[]
}

/** A number from `low` to `high`, both included. */
export interface FloatParameter {
  readonly kind: 'float'
  readonly low: number
  readonly high: number
  /** Uniform in the logarithm. */
  readonly log: boolean
  /** Only `low`, `low + step`, … Never together with `log`. */
  readonly step?: number
}

/** An integer from `low` to `high`, both included. */
export interface IntParameter {
  readonly kind: 'int'
  readonly low: number
  readonly high: number
  /** Uniform in the logarithm. */
  readonly log: boolean
  /** Only `low`, `low + step`, …; 1 if `log`. */
  readonly step: number
}

/** A number that is normally distributed, or whose logarithm is. */
export interface NormalParameter {
  readonly kind: 'normal'
  /** Of the logarithm, if `log`. */
  readonly mean: number
  /** Of the logarithm, if `log`. */
  readonly standardDeviation: number
  readonly log: boolean
  /** Rounded to multiples of it. */
  readonly step?: number
}

/** Always the same. */
export interface ConstantParameter<T extends Value = Value> {
  readonly kind: 'constant'
  readonly value: T
}

/** A parameter that exists only if earlier ones have certain values. */
export interface ConditionalParameter<P extends UnconditionalParameter = UnconditionalParameter> {
  readonly kind: 'conditional'
  /** Allowed values of earlier parameters, by name. All have to hold. */
  readonly condition: Readonly<Record<string, readonly Value[]>>
  readonly parameter: P
}

export type UnconditionalParameter =
  CategoricalParameter | FloatParameter | IntParameter | NormalParameter | ConstantParameter

/** One dimension of a search space: plain data, which JSON can hold. */
export type Parameter = UnconditionalParameter | ConditionalParameter
