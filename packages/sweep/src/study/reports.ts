/**
 * The reports of a trial: values by step, in ascending order of steps, in whatever order they were reported. It is a `ReadonlyMap`
 * with access by position; positions count from 0, or from the end if negative, as in `Array.at`.
 */
export interface Reports extends ReadonlyMap<number, number> {
  /** Returns the step at a position; `undefined` if there is none. */
  stepAt(position: number): number | undefined
  /** Returns the value at a position; `undefined` if there is none. */
  valueAt(position: number): number | undefined
  /** Returns the smallest of the first `count` values, ignoring NaN; NaN if all are NaN. Default: of all values. */
  least(count?: number): number
  /** Returns the largest of the first `count` values, ignoring NaN; NaN if all are NaN. Default: of all values. */
  greatest(count?: number): number
  /**
   * Returns the value of the first report at this step or beyond, whose step was thus the largest so far; `undefined` if the trial has
   * not reached the step.
   */
  reaching(step: number): number | undefined
  /** The number of finite values. */
  readonly finiteCount: number
  /** Returns the value at a position among the finite values; `undefined` if there is none. */
  finiteValueAt(position: number): number | undefined
}

/**
 * Creates reports from steps and values, for testing your own pruner. A repeated step keeps its first value.
 *
 * @param entries Steps and values, in the order in which they were reported
 *
 * @example
 * reportsOf([[1, 0.9], [2, 0.7]]).valueAt(-1) // 0.7
 */
export function reportsOf(entries: Iterable<readonly [step: number, value: number]>): Reports {
  const list = new ReportList()
  for (const [step, value] of entries) if (!list.has(step)) list.set(step, value)
  return list
}

/**
 * Reports to which further reports can be added. Adding a report at the largest step takes constant time; a report at an earlier step
 * moves the later reports. Every query takes constant or logarithmic time.
 */
export class ReportList implements Reports {
  readonly #store: Store
  /** The number of reports of the store that are visible. */
  readonly #limit: number

  constructor(store: Store = new Store(), limit: number = Infinity) {
    this.#store = store
    this.#limit = limit
  }

  get size(): number {
    return Math.min(this.#limit, this.#store.steps.length)
  }

  /** Adds a report, or replaces the report at the same step. */
  set(step: number, value: number): void {
    this.#store.set(step, value)
  }

  /** Starts a new attempt, which may report steps again. */
  startAttempt(): void {
    const { steps } = this.#store
    this.#store.earlier = new Set(steps)
    this.#store.reached = -1
  }

  /** Whether the running attempt has reported a step. */
  isReported(step: number): boolean {
    return this.has(step) && !this.#store.earlier.has(step)
  }

  /** The largest step that the running attempt has reported; −1 if there is none. */
  get reached(): number {
    return this.#store.reached
  }

  /** Returns a view of the reports up to a step. The view is valid until the next report. */
  upTo(step: number): Reports {
    return new ReportList(this.#store, this.#store.positionFrom(step + 1))
  }

  stepAt(position: number): number | undefined {
    return this.#store.steps[this.#index(position)]
  }

  valueAt(position: number): number | undefined {
    return this.#store.values[this.#index(position)]
  }

  least(count: number = this.size): number {
    return this.#store.summaries(count).least[Math.min(count, this.size) - 1] ?? NaN
  }

  greatest(count: number = this.size): number {
    return this.#store.summaries(count).greatest[Math.min(count, this.size) - 1] ?? NaN
  }

  reaching(step: number): number | undefined {
    const { steps, values, late } = this.#store
    let position = this.#store.positionFrom(step)
    while (late.has(steps[position])) position++
    return position < this.size ? values[position] : undefined
  }

  get finiteCount(): number {
    return this.#store.summaries(this.size).finite[this.size - 1] ?? 0
  }

  finiteValueAt(position: number): number | undefined {
    const count = this.finiteCount
    const wanted = position < 0 ? count + position : position
    if (!(wanted >= 0 && wanted < count)) return undefined
    const { finite } = this.#store.summaries(this.size)
    return this.#store.values[lowerBound(finite, wanted + 1)]
  }

  has(step: number): boolean {
    return this.#find(step) !== undefined
  }

  get(step: number): number | undefined {
    const position = this.#find(step)
    return position === undefined ? undefined : this.#store.values[position]
  }

  forEach(action: (value: number, step: number, reports: ReadonlyMap<number, number>) => void): void {
    for (const [step, value] of this) action(value, step, this)
  }

  *entries(): Generator<[number, number], undefined> {
    const { steps, values } = this.#store
    for (let position = 0; position < this.size; position++) yield [steps[position], values[position]]
  }

  *keys(): Generator<number, undefined> {
    for (let position = 0; position < this.size; position++) yield this.#store.steps[position]
  }

  *values(): Generator<number, undefined> {
    for (let position = 0; position < this.size; position++) yield this.#store.values[position]
  }

  [Symbol.iterator](): Generator<[number, number], undefined> {
    return this.entries()
  }

  #index(position: number): number {
    const index = position < 0 ? this.size + position : position
    return index < this.size ? index : -1
  }

  #find(step: number): number | undefined {
    const position = this.#store.positionFrom(step)
    return position < this.size && this.#store.steps[position] === step ? position : undefined
  }
}

/** The reports that a list and its views share. */
class Store {
  /** The reported steps, in ascending order. */
  readonly steps: number[] = []
  readonly values: number[] = []
  /** Steps that were not the largest of their attempt when they were reported. */
  readonly late: Set<number> = new Set()
  /** Steps that only earlier attempts have reported. */
  earlier: Set<number> = new Set()
  /** The largest step of the running attempt. */
  reached = -1
  /** Summaries of the values up to each position, computed when they are needed. */
  readonly #least: number[] = []
  readonly #greatest: number[] = []
  readonly #finite: number[] = []

  /** Returns the position of the first step that is at least `step`. */
  positionFrom(step: number): number {
    const { steps } = this
    return steps.length === 0 || step > steps[steps.length - 1] ? steps.length : lowerBound(steps, step)
  }

  set(step: number, value: number): void {
    const position = this.positionFrom(step)
    const isKnown = this.steps[position] === step
    const isNew = !isKnown || this.earlier.delete(step)
    if (isKnown) this.values[position] = value
    else if (position === this.steps.length) {
      this.steps.push(step)
      this.values.push(value)
    } else {
      this.steps.splice(position, 0, step)
      this.values.splice(position, 0, value)
    }
    for (const summary of [this.#least, this.#greatest, this.#finite]) {
      if (summary.length > position) summary.length = position
    }
    if (!isNew) return
    if (step > this.reached) {
      this.reached = step
      this.late.delete(step)
    } else this.late.add(step)
  }

  /** Extends the summaries to a number of values. */
  summaries(count: number): {
    least: readonly number[]
    greatest: readonly number[]
    finite: readonly number[]
  } {
    const [least, greatest, finite] = [this.#least, this.#greatest, this.#finite]
    const end = Math.min(count, this.values.length)
    for (let position = least.length; position < end; position++) {
      const value = this.values[position]
      const [low, high] = position === 0 ? [NaN, NaN] : [least[position - 1], greatest[position - 1]]
      least.push(value < low || Number.isNaN(low) ? value : low)
      greatest.push(value > high || Number.isNaN(high) ? value : high)
      finite.push((position === 0 ? 0 : finite[position - 1]) + (Number.isFinite(value) ? 1 : 0))
    }
    return { least, greatest, finite }
  }
}

/** Returns the position of the first of some ascending numbers that is at least `number`. */
function lowerBound(ascending: readonly number[], number: number): number {
  let [low, high] = [0, ascending.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (ascending[middle] < number) low = middle + 1
    else high = middle
  }
  return low
}
