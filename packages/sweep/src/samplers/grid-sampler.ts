import type { Configuration, Space } from '../parameters/space.ts'
import { gridCells } from './grid-cells.ts'
import type { GridCells } from './grid-cells.ts'
import type { Points } from './points.ts'
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
  const grids = new WeakMap<Space, NumberedGrid>()

  /** The grid of a space, made once. */
  function gridOf(space: Space): NumberedGrid {
    const known = grids.get(space)
    if (known) return known
    const grid = { cells: gridCells(space, points), numbers: new WeakMap<Configuration, number>() }
    grids.set(space, grid)
    return grid
  }

  return {
    name: 'grid',
    looksBack: false,
    options: points === undefined ? {} : { points },
    propose({ space, history }) {
      const grid = gridOf(space)
      // So many configurations leave one of so many cells, and one more, open.
      const isClosed = new Uint8Array(history.length + 1)
      for (const { configuration } of history) isClosed[numberIn(grid, configuration)] = 1
      const open = isClosed.indexOf(0)
      return open < grid.cells.count ? grid.cells.at(open) : 'done'
    },
    count: (space) => gridOf(space).cells.count,
  }
}

interface NumberedGrid {
  readonly cells: GridCells
  /** Of configurations that were looked up before; −1 of those that are no cells. */
  readonly numbers: WeakMap<Configuration, number>
}

function numberIn({ cells, numbers }: NumberedGrid, configuration: Configuration): number {
  const known = numbers.get(configuration)
  if (known !== undefined) return known
  const number = cells.numberOf(configuration) ?? -1
  numbers.set(configuration, number)
  return number
}
