import { checkNotNegative } from './check-number.ts'
import { checkPieces, pieceAt } from './pieces.ts'
import type { Schedule } from '../options/schedule.ts'

export interface PiecewiseConstantOptions {
  /** The first step of each number but the first: whole numbers ≥ 1 that increase. */
  readonly boundaries: readonly number[]
  /** The numbers, each ≥ 0: one more than boundaries. */
  readonly values: readonly number[]
}

/**
 * One number after the other.
 *
 *     ηₜ = valuesᵢ      where boundariesᵢ₋₁ ≤ t < boundariesᵢ
 *
 * optax's `piecewise_constant_schedule` and torch's `MultiStepLR`, with numbers in place of factors.
 * Differs from Keras's `PiecewiseConstantDecay`: there a boundary is the last step of a number, not the first.
 *
 * @throws {RangeError} If an option is out of range
 * @example
 * const learningRate = piecewiseConstant({ boundaries: [1000, 5000], values: [1e-2, 1e-3, 1e-4] })
 */
export function piecewiseConstant({ boundaries, values }: PiecewiseConstantOptions): Schedule {
  checkPieces('values', values, boundaries)
  values.forEach((value, index) => checkNotNegative(`values[${index}]`, value))
  const config = { name: 'piecewiseConstant', boundaries: [...boundaries], values: [...values] }
  const schedule = (step: number): number => config.values[pieceAt(config.boundaries, step)]
  return Object.assign(schedule, { toJSON: () => structuredClone(config) })
}
