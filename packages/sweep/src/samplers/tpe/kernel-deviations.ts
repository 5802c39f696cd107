import type { NumericDimension } from './dimension.ts'

/**
 * The standard deviation of each observation's kernel: the distance to the farther of its two neighbours on the line.
 *
 * The ends of the line are neighbours, too, but of a single observation only: of several, the first and the last go by
 * their one inner neighbour. All are kept within [s / min(100, n + 2), s] ("magic clip"), s being the prior's deviation.
 * Bergstra et al., "Algorithms for Hyper-Parameter Optimization", NeurIPS 2011, §4.1;
 * `_calculate_numerical_distributions` of Optuna 5 (`optuna/samplers/_tpe/parzen_estimator.py`).
 *
 * Nothing is sorted: the line is cut into cells narrower than the smallest deviation. Neighbours within a cell are too
 * close to matter, and those outside are the last and the first of the next cells that hold any.
 *
 * @param positions Of the n observations on the line, in any order
 * @returns In the order of `positions`; of equal ones, the first counts as the leftmost
 */
export function kernelDeviations(positions: Float64Array, dimension: NumericDimension): Float64Array {
  const { lineLow, lineHigh, priorDeviation } = dimension
  const count = positions.length
  const smallest = priorDeviation / Math.min(100, count + 2)
  const cells = Math.ceil((1.01 * (lineHigh - lineLow)) / smallest)
  const perCell = cells / (lineHigh - lineLow)
  const cellOf = (position: number): number => Math.min(Math.floor((position - lineLow) * perCell), cells - 1)

  const firsts = new Int32Array(cells).fill(-1)
  const lasts = new Int32Array(cells).fill(-1)
  for (let index = 0; index < count; index++) {
    const cell = cellOf(positions[index])
    if (lasts[cell] < 0 || positions[index] >= positions[lasts[cell]]) lasts[cell] = index
    if (firsts[cell] < 0 || positions[index] < positions[firsts[cell]]) firsts[cell] = index
  }

  const left = new Float64Array(count)
  const right = new Float64Array(count)
  let previous = -1
  for (let cell = 0; cell < cells; cell++) {
    const first = firsts[cell]
    if (first < 0) continue
    if (previous >= 0) left[first] = right[previous] = positions[first] - positions[previous]
    else if (count === 1) left[first] = positions[first] - lineLow
    previous = lasts[cell]
  }
  if (count === 1) right[0] = lineHigh - positions[0]

  const deviations = new Float64Array(count)
  for (let index = 0; index < count; index++) {
    deviations[index] = Math.min(Math.max(left[index], right[index], smallest), priorDeviation)
  }
  return deviations
}
