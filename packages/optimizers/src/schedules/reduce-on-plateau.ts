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
  /**
   * Number of bad reports in a row that are tolerated before the next bad report causes a reduction, a non-negative
   * integer. Default 10.
   */
  readonly patience?: number
  /** Smallest improvement over the best metric that counts as good, ≥ 0. Default 1e-4. */
  readonly threshold?: number
  /** Whether `threshold` is relative to the best metric or an absolute difference. Default `'relative'`. */
  readonly thresholdMode?: 'relative' | 'absolute'
  /** Number of reports after a reduction that do not count as bad, a non-negative integer. Default 0. */
  readonly cooldown?: number
  /** The lower limit of the value, ≥ 0. Default 0. */
  readonly min?: number
  /** Whether a better metric is smaller (a loss, `'min'`) or larger (an accuracy, `'max'`). Default `'min'`. */
  readonly mode?: 'min' | 'max'
  /** The state to continue from: the `state` in the result of `toJSON()`. Default: no reports yet. */
  readonly state?: PlateauState
}

/** The state of a {@link Plateau}, which depends on the reports so far. */
export interface PlateauState {
  /** The best metric so far; absent before the first finite metric. */
  readonly best?: number
  /** The number of bad reports in a row. */
  readonly bad: number
  /** The number of reports left in the cooldown. */
  readonly cooldown: number
  /** The product of all reduction factors so far. */
  readonly scale: number
}

/** A schedule that depends on the metrics that are reported to it. */
export interface Plateau extends Schedule {
  /** Reports a metric of the model, for example after each epoch. */
  report(metric: number): void
  /** Describes the schedule and its state as plain JSON. */
  toJSON(): ScheduleConfig
  /**
   * The schedule's memory of its reports. Can be set to continue from a saved state.
   *
   * @throws {RangeError} If the value is not the state of a plateau
   */
  state: PlateauState
}

/**
 * Creates a schedule that reduces a value when a metric stops improving.
 *
 *     ηₜ = max(from · scale, min)      with scale = 1 at first; each plateau multiplies scale by `factor`
 *
 * A report is good if no finite metric was reported before, or if its metric is below best − threshold · |best|
 * (`'absolute'`: below best − threshold; `'max'`: above, with + in place of −). Metrics that are not finite are bad.
 * More than `patience` bad reports in a row are a plateau.
 *
 * Equal to torch's `ReduceLROnPlateau`, with the same defaults, and to the callback `ReduceLROnPlateau` of Keras.
 * Differs from torch: the threshold is relative to |best| instead of best, so that metrics may be negative; an infinite
 * metric is never the best; `from` may be a schedule; there is no `eps` to suppress small reductions.
 *
 * The schedule has memory, so create one for each optimizer. `toJSON()` and the optimizer's `getWeights()` include its
 * `state`, so an optimizer that is loaded or resumed from a checkpoint continues where it stopped. `optimizer.plateaus`
 * lists the schedules that need reports.
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
  if (!(state instanceof Object)) throw invalidOption(name, 'the state in the result of toJSON()', state)
  const { best, bad, cooldown, scale } = state
  if (best !== undefined) inRange('a finite number', Number.isFinite).check(`${name}.best`, best)
  nonNegativeInteger().resolve(`${name}.bad`, bad)
  nonNegativeInteger().resolve(`${name}.cooldown`, cooldown)
  inRange('in [0, 1]', (n) => n >= 0 && n <= 1).check(`${name}.scale`, scale)
}
