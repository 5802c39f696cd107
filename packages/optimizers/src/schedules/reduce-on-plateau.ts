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
