import type { Configuration, Space } from '../parameters/space.ts'
import { type Baseline, checkBaseline, pointOf, variants } from './baseline.ts'
import { firstUnattempted } from './first-unattempted.ts'
import type { Points } from './points.ts'
import type { Sampler } from './sampler.ts'

export interface OneFactorAtATimeOptions {
  /**
   * A value for each parameter that exists at the baseline, and for each that comes to exist when another is varied.
   */
  readonly baseline: Baseline
  /** How many values of a parameter that is continuous, for all the same or by name; integers from 1. */
  readonly points?: Points
}

/**
 * Proposes a baseline, then each parameter's other grid values with all others as in the baseline, in the space's order:
 * what a table of differences to the baseline needs.
 *
 * A parameter that does not exist at the baseline is not varied. A configuration is proposed once, whatever came of it.
 *
 * @throws {RangeError} From `propose()` and `count()`, if the baseline lacks a value or has one that is not in the space
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

  /** The plan for a space, made once. */
  function plan(space: Space): readonly Configuration[] {
    const made = plans.get(space) ?? makePlan(space)
    plans.set(space, made)
    return made
  }

  function makePlan(space: Space): readonly Configuration[] {
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
    propose: ({ space, history }) => firstUnattempted(plan(space), history),
    count: (space) => plan(space).length,
  }
}
