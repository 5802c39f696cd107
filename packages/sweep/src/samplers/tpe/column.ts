import type { Observation } from '../../study/observation.ts'
import { encodeValue } from './dimension.ts'
import type { FreeDimension } from './dimension.ts'

/** The observed values of one parameter. */
export interface Column {
  readonly dimension: FreeDimension
  /** The encoded value of each observation; NaN where the parameter did not exist. */
  readonly codes: Float64Array
}

/** Encodes the values of a parameter in some observations. */
export function encodeColumn(
  name: string,
  dimension: FreeDimension,
  observations: readonly Observation[],
): Column {
  const codes = new Float64Array(observations.length)
  for (let row = 0; row < codes.length; row++) {
    codes[row] = encodeValue(dimension, observations[row].configuration[name])
  }
  return { dimension, codes }
}

/** Selects, from some rows, those with a value in every column, and returns their codes column by column. */
export function selectRows(columns: readonly Column[], rows: readonly number[]): Float64Array[] {
  const selected = Int32Array.from(rows)
  let count = selected.length
  for (const { codes } of columns) {
    let kept = 0
    for (let index = 0; index < count; index++) {
      const row = selected[index]
      if (!Number.isNaN(codes[row])) selected[kept++] = row
    }
    count = kept
  }
  return columns.map(({ codes }) => {
    const values = new Float64Array(count)
    for (let index = 0; index < count; index++) values[index] = codes[selected[index]]
    return values
  })
}
