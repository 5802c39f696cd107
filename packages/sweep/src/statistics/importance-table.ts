/** The values of one parameter, one per row of a table. */
export type ImportanceColumn = NumberColumn | CategoryColumn

/** A column of numbers. Neighboring numbers have similar effects. */
export interface NumberColumn {
  readonly kind: 'numbers'
  /** The value of each row; `undefined` if the row does not have the parameter. */
  readonly values: readonly (number | undefined)[]
  /** The least value that the parameter can have. */
  readonly low: number
  /** The greatest value that the parameter can have. */
  readonly high: number
  /** The number of different values that the parameter can have, if it is small. Default: infinitely many. */
  readonly points?: number
}

/** A column of values without an order. */
export interface CategoryColumn {
  readonly kind: 'categories'
  /** The value of each row; `undefined` if the row does not have the parameter. */
  readonly values: readonly unknown[]
  /** The values that the parameter can have. A value that is not among them counts as `undefined`. */
  readonly categories: readonly unknown[]
}

/** The data of {@link pedAnovaImportance}, with one row per configuration that was evaluated. */
export interface ImportanceTable {
  /** The parameters by name. */
  readonly columns: Readonly<Record<string, ImportanceColumn>>
  /** The result of each row. Rows without a finite result are ignored. */
  readonly values: readonly number[]
}
