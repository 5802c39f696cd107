import type { Hyperparameter } from '../options/check-option.ts'
import { toJson } from '../engine/rule-config.ts'
import { toFunction } from './check-number.ts'
import { checkPieces, pieceAt } from './pieces.ts'
import type { Schedule, ScheduleConfig } from '../options/schedule.ts'

export interface JoinOptions {
  /** Schedules, or numbers that stay: one more than boundaries. */
  readonly schedules: readonly Hyperparameter[]
  /** The first step of each schedule but the first: whole numbers ≥ 1 that increase. */
  readonly boundaries: readonly number[]
}

/**
 * One schedule after the other, each from its own beginning.
 *
 *     ηₜ = schedulesᵢ(t − boundariesᵢ₋₁)      where boundariesᵢ₋₁ ≤ t < boundariesᵢ
 *
 * optax's `join_schedules` and torch's `SequentialLR`.
 *
 * @throws {RangeError} If an option is out of range
 * @example
 * const warm = linear({ from: 0, to: 1e-3, steps: 1000 })
 * const fall = cosine({ from: 1e-3, to: 1e-5, steps: 4000 })
 * const learningRate = join({ schedules: [warm, 1e-3, fall], boundaries: [1000, 6000] })
 */
export function join({ schedules, boundaries }: JoinOptions): Schedule {
  checkPieces('schedules', schedules, boundaries)
  const pieces = schedules.map((schedule, index) => toFunction(`schedules[${index}]`, schedule))
  const config = { name: 'join', schedules: [...schedules], boundaries: [...boundaries] }
  const joined = (step: number): number => {
    const piece = pieceAt(config.boundaries, step)
    return pieces[piece](piece === 0 ? step : step - config.boundaries[piece - 1])
  }
  return Object.assign(joined, { toJSON: () => toJson(config) as ScheduleConfig, parts: config.schedules })
}
