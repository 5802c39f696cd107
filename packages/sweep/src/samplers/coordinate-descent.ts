import type { Configuration, Space } from '../parameters/space.ts'
import { type Baseline, checkBaseline, pointOf, variants } from './baseline.ts'
import { configurationKey } from '../parameters/configuration-key.ts'
import type { Points } from './points.ts'
import type { Sampler, SamplerContext } from './sampler.ts'
import type { Observation } from '../study/observation.ts'
import type { Direction } from '../study/direction.ts'

export interface CoordinateDescentOptions {
  /** Where to start: a value for each parameter that exists there, and for each that may come to exist on the way. */
  readonly baseline: Baseline
  /** Names of the parameters to vary, in order; the others stay. Default: all, in the space's order. */
  readonly order?: readonly string[]
  /** How many values of a parameter that is continuous, for all the same or by name; integers from 1. */
  readonly points?: Points
  /** How often to go through all parameters at most; it ends earlier if a round improves nothing. Default 1. */
  readonly rounds?: number
}

/**
 * Tunes one parameter after the other: tries all grid values of the first with the others as in the baseline, keeps the
 * best, goes on with the second, and so on.
 *
 * It is how the post "How My LeNet Achieves 99%" tunes by hand. The value kept so far is one of those compared, so it
 * never gets worse; of equal values the one kept so far wins, then the earlier in the grid. What was tried before is not
 * tried again: its value is used. Configurations that failed or were pruned count as worse than any that is complete.
 * A parameter that does not exist where its turn comes is passed over.
 *
 * @throws {RangeError} If `rounds` is not an integer from 1 or `order` has a name twice; from `propose()`, if `order` has
 *   names that are not in the space, or the baseline lacks a value or has one that is not in the space
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
  if (!Number.isSafeInteger(rounds) || rounds < 1) {
    throw new RangeError(`\`rounds\` must be an integer from 1, got ${rounds}.`)
  }
  const twice = order?.find((name, index) => order.indexOf(name) < index)
  if (twice !== undefined) throw new RangeError(`\`order\` has "${twice}" twice: remove one.`)

  function propose({ space, direction, history }: SamplerContext): Configuration | 'wait' | 'done' {
    checkBaseline(space, baseline)
    const names = order ?? Object.keys(space)
    checkOrder(names, space)
    const outcomes = outcomeByKey(history)
    let current = baseline
    for (let round = 0; round < rounds; round++) {
      const before = current
      for (const name of names) {
        const candidates = variants(space, { baseline: current, name, points }).map((value) => {
          const next = { ...current, [name]: value }
          const point = pointOf(space, next)
          return { next, point, outcome: outcomes.get(configurationKey(point)) }
        })
        const untried = candidates.find(({ outcome }) => outcome === undefined)
        if (untried) return untried.point
        if (candidates.some(({ outcome }) => outcome?.state === 'running')) return 'wait'
        const losses = candidates.map(({ outcome }) => lossOf(outcome!, direction))
        const best = losses.reduce((least, loss, index) => (loss < losses[least] ? index : least), 0)
        if (best > 0) current = candidates[best].next
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

/** The first complete observation of each configuration, or else one that still runs, or else any. */
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
