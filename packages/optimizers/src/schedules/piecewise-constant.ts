import { fixed, nonNegative } from '../options/option.ts'
import type { Schedule } from '../options/schedule.ts'
import { namedSchedule } from './named-schedule.ts'
import { boundaryList, listOf, pieceAt, requireOneMore } from './pieces.ts'

/** Options of {@link piecewiseConstant}. */
export interface PiecewiseConstantOptions {
  /** The first step of each value except the first: increasing positive integers. */
  readonly boundaries: readonly number[]
  /** The values, each ≥ 0, one more than there are boundaries. */
  readonly values: readonly number[]
}

/**
 * Creates a schedule with a constant value between each two boundaries.
 *
 *     ηₜ = valuesᵢ      where boundariesᵢ₋₁ ≤ t < boundariesᵢ
 *
 * Equal to optax's `piecewise_constant_schedule` and torch's `MultiStepLR`, with values in place of factors.
 * Differs from Keras's `PiecewiseConstantDecay`, where a boundary is the last step of a value, not the first.
 *
 * @throws {RangeError} If an option is out of range
 * @example
 * const learningRate = piecewiseConstant({ boundaries: [1000, 5000], values: [1e-2, 1e-3, 1e-4] })
 */
export function piecewiseConstant(options: PiecewiseConstantOptions): Schedule {
  const table = { boundaries: boundaryList(), values: listOf(fixed(nonNegative())) }
  return namedSchedule('piecewiseConstant', options, table, ({ boundaries, values }) => {
    requireOneMore('values', values, boundaries)
    return (step) => values[pieceAt(boundaries, step)]
  })
}
