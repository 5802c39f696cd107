import type { Configuration, Space } from '../parameters/space.ts'
import { type Baseline, checkBaseline, pointOf, variants } from './baseline.ts'
import { firstUnattempted } from './first-unattempted.ts'
import type { Points } from './points.ts'
import type { Sampler } from './sampler.ts'

/** Options of `oneFactorAtATime()`. */
export interface OneFactorAtATimeOptions {
  /** A value for each parameter that exists at the baseline or when another parameter is varied. */
  readonly baseline: Baseline
  /** The number of values of a continuous parameter: a positive integer for all parameters, or one for each name. */
  readonly points?: Points
}

/**
 * Proposes a baseline, then every other grid value of each parameter with the other parameters as in the baseline, in the space's
 * order. A table of differences from the baseline needs these trials.
 *
 * A parameter that does not exist at the baseline is not varied. A configuration is proposed once, whatever its result.
 *
 * @throws {RangeError} From `propose()` and `count()`: if the baseline lacks a value or has a value that is not in the space
 *
 * @example
 * const space = { batchSize: categorical([16, 32, 64]), optimizer: categorical(['sgd', 'adam']) }
 * const sampler = oneFactorAtATime({ baseline: { batchSize: 32, optimizer: 'adam' } })
 * sampler.count(space) // 4: the baseline, 16, 64, sgd
 */
export function oneFactorAtATime({
  baseline,
  points,
}: OneFactorAtATimeOptions): Sampler & Required<Pick<Sampler, 'count'>> {
  const plans = new WeakMap<Space, readonly Configuration[]>()

  /** The plan for a space, created once. */
  function planFor(space: Space): readonly Configuration[] {
    const plan = plans.get(space) ?? createPlan(space)
    plans.set(space, plan)
    return plan
  }

  function createPlan(space: Space): readonly Configuration[] {
    checkBaseline(space, baseline)
    const others = Object.keys(space).flatMap((name) =>
      variants(space, { baseline, name, points })
        .slice(1)
        .map((value) => pointOf(space, { ...baseline, [name]: value })),
    )
    return [pointOf(space, baseline), ...others]
  }

  return {
    name: 'oneFactorAtATime',
    looksBack: false,
    options: { baseline, ...(points !== undefined && { points }) },
    propose: ({ space, history }) => firstUnattempted(planFor(space), history),
    count: (space) => planFor(space).length,
  }
}
