import { wrong } from '../options/check-option.ts'
import type { Hyperparameter } from '../options/check-option.ts'
import { toJson } from '../engine/rule-config.ts'
import { checkCount, checkNotNegative, checkNumber, toFunction } from './check-number.ts'
import type { Schedule, ScheduleConfig } from '../options/schedule.ts'

export interface ReduceOnPlateauOptions {
  /** The number, or the schedule, that is reduced. */
  readonly from: Hyperparameter
  /** What each reduction multiplies by, in [0, 1). Default 0.1. */
  readonly factor?: number
  /** How many bad reports in a row are let pass; the next one reduces. A whole number ≥ 0. Default 10. */
  readonly patience?: number
  /** How much better than the best a metric must be to be good, ≥ 0. Default 1e-4. */
  readonly threshold?: number
  /** Whether `threshold` is a share of the best metric or a difference. Default `'relative'`. */
  readonly thresholdMode?: 'relative' | 'absolute'
  /** How many reports after a reduction are not counted as bad, a whole number ≥ 0. Default 0. */
  readonly cooldown?: number
  /** What it is not reduced below, ≥ 0. Default 0. */
  readonly min?: number
  /** Whether a better metric is smaller, as a loss is, or larger, as an accuracy is. Default `'min'`. */
  readonly mode?: 'min' | 'max'
  /** Where to go on from: `state` of what `toJSON()` gave. Default: no report yet. */
  readonly state?: PlateauState
}

/** What a {@link Plateau} remembers of its reports. */
export interface PlateauState {
  /** The best metric, if there was one. */
  readonly best?: number
  /** How many bad reports there were in a row. */
  readonly bad: number
  /** How many reports of the cooldown are left. */
  readonly cooldown: number
  /** What the number is multiplied by. */
  readonly scale: number
}

/** A schedule that goes by what is reported to it. */
export interface Plateau extends Schedule {
  /** Tells how good the model is, after each epoch for example. */
  report(metric: number): void
  toJSON(): ScheduleConfig
  /** @throws {RangeError} If what it is set to is no state of a plateau */
  state: PlateauState
}

/**
 * Reduces a number when a metric has stopped getting better.
 *
 *     ηₜ = max(from · scale, min)      with scale = 1 at first; a plateau multiplies it by `factor`
 *
 * A report is good if its metric is below best − threshold · |best| (`'absolute'`: best − threshold; `'max'`: above, with
 * +), or the first. One that is not a finite number is bad. More than `patience` bad reports in a row are a plateau.
 *
 * torch's `ReduceLROnPlateau`, with its defaults; Keras's callback `ReduceLROnPlateau`.
 * Differs from torch: |best| in place of best, so that metrics may be negative; an infinite metric is never the best;
 * `from` may be a schedule; there is no `eps`, which leaves out small reductions.
 *
 * It remembers the reports: make one for each optimizer. What it remembers is its `state`, which is part of `toJSON()` and
 * of the optimizer's `getWeights()`, so that an optimizer which is saved and loaded, or resumed from a checkpoint, continues
 * where it was. `optimizer.plateaus` finds the schedules to report to.
 *
 * @throws {RangeError} If an option is out of range
 * @example
 * const plateau = reduceOnPlateau({ from: 1e-3, patience: 3 })
 * const optimizer = toOptimizer(adam({ learningRate: plateau }))
 * plateau.report(validationLoss) // after each epoch
 */
export function reduceOnPlateau(options: ReduceOnPlateauOptions): Plateau {
  const { from, factor = 0.1, patience = 10, threshold = 1e-4, thresholdMode = 'relative' } = options
  const { cooldown = 0, min = 0, mode = 'min', state: initial = { bad: 0, cooldown: 0, scale: 1 } } = options
  const fromAt = toFunction('from', from)
  checkNumber('factor', factor, 'must be in [0, 1)', (n) => n >= 0 && n < 1)
  checkCount('patience', patience)
  checkNotNegative('threshold', threshold)
  checkCount('cooldown', cooldown)
  checkNotNegative('min', min)
  checkOneOf('thresholdMode', thresholdMode, ['relative', 'absolute'])
  checkOneOf('mode', mode, ['min', 'max'])
  checkState(initial)
  const settings = { from, factor, patience, threshold, thresholdMode, cooldown, min, mode }
  let state: PlateauState = { ...initial }

  const isGood = (metric: number): boolean => {
    const { best } = state
    if (!Number.isFinite(metric) || best === undefined) return Number.isFinite(metric)
    const margin = thresholdMode === 'relative' ? threshold * Math.abs(best) : threshold
    return mode === 'min' ? metric < best - margin : metric > best + margin
  }
  const report = (metric: number): void => {
    const good = isGood(metric)
    const isCooling = state.cooldown > 0
    const bad = good || isCooling ? 0 : state.bad + 1
    state = { ...state, best: good ? metric : state.best, bad, cooldown: Math.max(state.cooldown - 1, 0) }
    if (bad > patience) state = { ...state, bad: 0, cooldown, scale: state.scale * factor }
  }
  const schedule = (step: number): number => Math.max(fromAt(step) * state.scale, min)
  const toJSON = (): ScheduleConfig =>
    toJson({ name: 'reduceOnPlateau', ...settings, state }) as ScheduleConfig
  const plateau: Plateau = Object.assign(schedule, { report, toJSON, parts: [from], state })
  return Object.defineProperty(plateau, 'state', {
    enumerable: true,
    get: () => state,
    set(value: PlateauState) {
      checkState(value)
      state = { ...value }
    },
  })
}

function checkOneOf(option: string, value: string, expected: readonly string[]): void {
  if (expected.includes(value)) return
  throw wrong(option, `must be ${expected.map((each) => `"${each}"`).join(' or ')}`, value)
}

function checkState(state: PlateauState): void {
  if (!(state instanceof Object)) throw wrong('state', 'must be what toJSON() gave', state)
  const { best, bad, cooldown, scale } = state
  if (best !== undefined) checkNumber('state.best', best, 'must be finite', () => true)
  checkCount('state.bad', bad)
  checkCount('state.cooldown', cooldown)
  checkNumber('state.scale', scale, 'must be in [0, 1]', (n) => n >= 0 && n <= 1)
}
