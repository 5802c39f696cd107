import type { Value } from '../parameters/parameter.ts'
import { type Configuration, holds, type Space } from '../parameters/space.ts'
import { firstUnattempted } from './first-unattempted.ts'
import { gridValuesOf, type Points } from './points.ts'
import type { Sampler } from './sampler.ts'

export interface GridSamplerOptions {
  /**
   * How many values of a parameter that is continuous, for all the same or by name; integers from 1. Default: none, so a
   * space with such a parameter is refused.
   */
  readonly points?: Points
}

/**
 * Proposes every combination of the parameters' grid values once, the first parameter varying slowest.
 *
 * The grid is a set of cells: a parameter that does not exist in a combination makes no cells there. A cell is closed as
 * soon as its configuration was proposed, hence complete, pruned or running; also if it failed: it is the runner that
 * retries what failed, and a cell that fails for good must not keep the others waiting. What a history has besides cells,
 * such as configurations of the user's own, is passed over.
 *
 * @example
 * const space = { batchSize: categorical([32, 64]), rate: float(1e-4, 1e-2, { log: true }) }
 * gridSampler({ points: 3 }).count(space) // 6
 */
export function gridSampler({ points }: GridSamplerOptions = {}): Sampler & Required<Pick<Sampler, 'count'>> {
  return {
    name: 'grid',
    looksBack: false,
    options: points === undefined ? {} : { points },
    propose: ({ space, history }) => firstUnattempted(cells(space, points), history),
    count(space) {
      let count = 0
      for (const grid = cells(space, points); !grid.next().done;) count++
      return count
    },
  }
}

function* cells(space: Space, points: Points | undefined): Generator<Configuration> {
  const axes = Object.entries(space).map(
    ([name, parameter]) => [name, parameter, gridValuesOf(name, parameter, points)] as const,
  )

  function* below(axis: number, point: Readonly<Record<string, Value>>): Generator<Configuration> {
    if (axis === axes.length) return yield point
    const [name, parameter, values] = axes[axis]
    if (parameter.kind === 'conditional' && !holds(parameter, point)) return yield* below(axis + 1, point)
    for (const value of values) yield* below(axis + 1, { ...point, [name]: value })
  }

  yield* below(0, {})
}
