import type { Configuration, Space } from '../parameters/space.ts'
import { type Baseline, checkBaseline, pointOf, variants } from './baseline.ts'
import { checkInteger } from '../parameters/check.ts'
import { configurationKey } from '../parameters/configuration-key.ts'
import type { Points } from './points.ts'
import type { Sampler, SamplerContext } from './sampler.ts'
import type { Observation } from '../study/observation.ts'
import type { Direction } from '../study/direction.ts'

/** Options of `coordinateDescent()`. */
export interface CoordinateDescentOptions {
  /** The starting configuration, with a value also for each parameter that may exist only later. */
  readonly baseline: Baseline
  /** The names of the parameters to vary, in order. Other parameters keep their values. Default: all, in the space's order. */
  readonly order?: readonly string[]
  /** The number of values of a continuous parameter: a positive integer for all parameters, or one for each name. */
  readonly points?: Points
  /** The largest number of rounds through all parameters; a round without improvement is the last. A positive integer. Default 1. */
  readonly rounds?: number
}

/**
 * Tunes one parameter after the other: tries all grid values of the first parameter with the other parameters as in the baseline,
 * keeps the best value, continues with the second parameter, and so on.
 *
 * The post "How My LeNet Achieves 99%" tunes in this way by hand. The current value is among the compared values, so the result
 * never gets worse. Among equal results, the current value wins, then the value that is earlier in the grid. A configuration that was
 * tried before is not tried again; its result is used. A configuration that failed or was pruned counts as worse than any complete
 * configuration. A parameter that does not exist when its turn comes is skipped.
 *
 * @throws {RangeError} If `rounds` is not a positive integer or `order` contains a name twice. From `propose()`: if `order` contains
 *   a name that is not in the space, or the baseline lacks a value or has a value that is not in the space
 *
 * @example
 * coordinateDescent({ baseline: { batchSize: 128, rate: 1e-3 }, order: ['batchSize', 'rate'], points: 4, rounds: 2 })
 */
export function coordinateDescent({
  baseline,
  order,
  points,
  rounds = 1,
}: CoordinateDescentOptions): Sampler {
  checkInteger('rounds', rounds, 1)
  const repeated = order?.find((name, index) => order.indexOf(name) < index)
  if (repeated !== undefined) throw new RangeError(`\`order\` has "${repeated}" twice: remove one.`)

  function propose({ space, direction, history }: SamplerContext): Configuration | 'wait' | 'done' {
    checkBaseline(space, baseline)
    const names = order ?? Object.keys(space)
    checkOrder(names, space)
    const outcomes = outcomeByKey(history)
    let current = baseline
    for (let round = 0; round < rounds; round++) {
      const before = current
      for (const name of names) {
        const steps = variants(space, { baseline: current, name, points }).map((value) => {
          const next = { ...current, [name]: value }
          const point = pointOf(space, next)
          return { next, point, outcome: outcomes.get(configurationKey(point)) }
        })
        const untried = steps.find(({ outcome }) => outcome === undefined)
        if (untried) return untried.point
        if (steps.some(({ outcome }) => outcome?.state === 'running')) return 'wait'
        const losses = steps.map(({ outcome }) => lossOf(outcome!, direction))
        const best = losses.reduce((least, loss, index) => (loss < losses[least] ? index : least), 0)
        if (best > 0) current = steps[best].next
      }
      if (current === before) break
    }
    return 'done'
  }

  return {
    name: 'coordinateDescent',
    options: { baseline, ...(order && { order }), ...(points !== undefined && { points }), rounds },
    ends: true,
    propose,
  }
}

function checkOrder(names: readonly string[], space: Space): void {
  const unknown = names.find((name) => !Object.hasOwn(space, name))
  if (unknown === undefined) return
  throw new RangeError(
    `\`order\` has "${unknown}", which is not in the space: expected ${Object.keys(space).join(', ')}.`,
  )
}

const rank = { complete: 0, running: 1, pruned: 2, failed: 2 }

/** Returns the first complete observation of each configuration; if there is none, a running observation, or else the first. */
function outcomeByKey(history: readonly Observation[]): ReadonlyMap<string, Observation> {
  const outcomes = new Map<string, Observation>()
  for (const observation of history) {
    const key = configurationKey(observation.configuration)
    const known = outcomes.get(key)
    if (!known || rank[observation.state] < rank[known.state]) outcomes.set(key, observation)
  }
  return outcomes
}

function lossOf({ state, value }: Observation, direction: Direction): number {
  if (state !== 'complete' || value === undefined || Number.isNaN(value)) return Infinity
  return direction === 'minimize' ? value : -value
}
