import { nonNegative } from '../options/option.ts'
import type { Hyperparameter, Schedule } from '../options/schedule.ts'
import { asSchedule, namedSchedule } from './named-schedule.ts'
import { boundaryList, listOf, pieceAt, requireOneMore } from './pieces.ts'

/** Options of {@link join}. */
export interface JoinOptions {
  /** The schedules, one more than there are boundaries; a number is a constant schedule. */
  readonly schedules: readonly Hyperparameter[]
  /** The first step of each schedule except the first: increasing positive integers. */
  readonly boundaries: readonly number[]
}

/**
 * Creates a schedule that follows several schedules in turn, each from its own step 0.
 *
 *     ηₜ = schedulesᵢ(t − boundariesᵢ₋₁)      where boundariesᵢ₋₁ ≤ t < boundariesᵢ
 *
 * Equal to optax's `join_schedules` and torch's `SequentialLR`.
 *
 * @throws {RangeError} If an option is out of range
 * @example
 * const warm = linear({ from: 0, to: 1e-3, steps: 1000 })
 * const fall = cosine({ from: 1e-3, to: 1e-5, steps: 4000 })
 * const learningRate = join({ schedules: [warm, 1e-3, fall], boundaries: [1000, 6000] })
 */
export function join(options: JoinOptions): Schedule {
  const table = { schedules: listOf(nonNegative()), boundaries: boundaryList() }
  return namedSchedule('join', options, table, ({ schedules, boundaries }) => {
    requireOneMore('schedules', schedules, boundaries)
    const pieces = schedules.map(asSchedule)
    return (step) => {
      const piece = pieceAt(boundaries, step)
      return pieces[piece](piece === 0 ? step : step - boundaries[piece - 1])
    }
  })
}
