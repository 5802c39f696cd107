import type { Observation } from '../../study/observation.ts'
import { encodeValue } from './dimension.ts'
import type { FreeDimension } from './dimension.ts'

/** What was observed of one parameter. */
export interface Column {
  readonly dimension: FreeDimension
  /** An encoded value for each observation; NaN where the parameter did not exist. */
  readonly codes: Float64Array
}

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

/** Of some rows those that have a value in every column: their codes, for each column. */
export function selectRows(columns: readonly Column[], rows: readonly number[]): Float64Array[] {
  const wanted = Int32Array.from(rows)
  let count = wanted.length
  for (const { codes } of columns) {
    let kept = 0
    for (let index = 0; index < count; index++) {
      const row = wanted[index]
      if (!Number.isNaN(codes[row])) wanted[kept++] = row
    }
    count = kept
  }
  return columns.map(({ codes }) => {
    const selected = new Float64Array(count)
    for (let index = 0; index < count; index++) selected[index] = codes[wanted[index]]
    return selected
  })
}
