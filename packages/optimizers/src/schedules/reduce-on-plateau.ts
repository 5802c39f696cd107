import { declareOptions } from '../options/declare-options.ts'
import {
  fixed,
  inRange,
  invalidOption,
  nonNegative,
  nonNegativeInteger,
  oneOf,
  unitInterval,
} from '../options/option.ts'
import type { Option } from '../options/option.ts'
import type { Hyperparameter, Schedule, ScheduleConfig } from '../options/schedule.ts'
import { toJson } from '../options/to-json.ts'
import { asSchedule } from './named-schedule.ts'

/** Options of {@link reduceOnPlateau}. */
export interface ReduceOnPlateauOptions {
  /** The number or the schedule that is reduced. */
  readonly from: Hyperparameter
  /** The factor of each reduction, in [0, 1). Default 0.1. */
  readonly factor?: number
  /** Number of bad reports in a row without a reduction; the next bad report reduces. A non-negative integer. Default 10. */
  readonly patience?: number
  /** Improvement over the best metric that makes a report good, ≥ 0. Default 1e-4. */
  readonly threshold?: number
  /** Whether `threshold` is a share of the best metric or a difference. Default `'relative'`. */
  readonly thresholdMode?: 'relative' | 'absolute'
  /** Number of reports after a reduction that do not count as bad, a non-negative integer. Default 0. */
  readonly cooldown?: number
  /** The lower limit, ≥ 0. Default 0. */
  readonly min?: number
  /** Whether a better metric is smaller (a loss, `'min'`) or larger (an accuracy, `'max'`). Default `'min'`. */
  readonly mode?: 'min' | 'max'
  /** The state to continue from: `state` of the object that `toJSON()` gave. Default: no report yet. */
  readonly state?: PlateauState
}

/** What a {@link Plateau} remembers of its reports. */
export interface PlateauState {
  /** The best metric so far; absent before the first finite metric. */
  readonly best?: number
  /** The number of bad reports in a row. */
  readonly bad: number
  /** The number of reports that are left of the cooldown. */
  readonly cooldown: number
  /** The factor of all reductions so far. */
  readonly scale: number
}

/** A schedule that depends on the metrics that are reported to it. */
export interface Plateau extends Schedule {
  /** Reports a metric of the model, for example after each epoch. */
  report(metric: number): void
  /** Describes the schedule and its state as plain JSON. */
  toJSON(): ScheduleConfig
  /**
   * What the schedule remembers. Set it to continue from a saved state.
   *
   * @throws {RangeError} If the value is no state of a plateau
   */
  state: PlateauState
}

/**
 * Reduces a number when a metric stops improving.
 *
 *     ηₜ = max(from · scale, min)      with scale = 1 at first; each plateau multiplies scale by `factor`
 *
 * A report is good if it is the first, or if its metric is below best − threshold · |best| (`'absolute'`: below
 * best − threshold; `'max'`: above, with + in place of −). A metric that is not finite is bad. More than `patience` bad
 * reports in a row are a plateau.
 *
 * Equal to torch's `ReduceLROnPlateau`, with the same defaults, and to the callback `ReduceLROnPlateau` of Keras.
 * Differs from torch: |best| in place of best, so that metrics may be negative; an infinite metric is never the best; `from`
 * may be a schedule; there is no `eps`, which suppresses small reductions.
 *
 * The schedule remembers the reports, so make one for each optimizer. Its `state` is part of `toJSON()` and of the
 * optimizer's `getWeights()`, so that an optimizer that is loaded, or resumed from a checkpoint, continues where it stopped.
 * `optimizer.plateaus` finds the schedules to report to.
 *
 * @throws {RangeError} If an option is out of range
 * @example
 * const plateau = reduceOnPlateau({ from: 1e-3, patience: 3 })
 * const optimizer = toOptimizer(adam({ learningRate: plateau }))
 * plateau.report(validationLoss) // after each epoch
 */
export function reduceOnPlateau(options: ReduceOnPlateauOptions): Plateau {
  const table = {
    from: nonNegative(),
    factor: fixed(unitInterval(0.1)),
    patience: nonNegativeInteger(10),
    threshold: fixed(nonNegative(1e-4)),
    thresholdMode: oneOf('relative', 'absolute'),
    cooldown: nonNegativeInteger(0),
    min: fixed(nonNegative(0)),
    mode: oneOf('min', 'max'),
    state: plateauState(),
  }
  const { state: initial, ...settings } = declareOptions(options, table).values
  const { from, factor, patience, threshold, thresholdMode, cooldown, min, mode } = settings
  const fromAt = asSchedule(from)
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
      checkState('state', value)
      state = { ...value }
    },
  })
}

function plateauState(): Option<PlateauState> {
  return {
    initial: { bad: 0, cooldown: 0, scale: 1 },
    resolve(name, state) {
      checkState(name, state)
      return () => state
    },
  }
}

function checkState(name: string, state: PlateauState): void {
  if (!(state instanceof Object)) throw invalidOption(name, 'what toJSON() gave', state)
  const { best, bad, cooldown, scale } = state
  if (best !== undefined) inRange('a finite number', Number.isFinite).check(`${name}.best`, best)
  nonNegativeInteger().resolve(`${name}.bad`, bad)
  nonNegativeInteger().resolve(`${name}.cooldown`, cooldown)
  inRange('in [0, 1]', (n) => n >= 0 && n <= 1).check(`${name}.scale`, scale)
}
