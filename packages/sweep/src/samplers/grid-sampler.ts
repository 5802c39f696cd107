import type { Configuration, Space } from '../parameters/space.ts'
import { gridCells } from './grid-cells.ts'
import type { GridCells } from './grid-cells.ts'
import type { Points } from './points.ts'
import type { Sampler } from './sampler.ts'

/** Options of `gridSampler()`. */
export interface GridSamplerOptions {
  /**
   * The number of values of a continuous parameter: a positive integer for all parameters, or one for each name. Default: none, and a
   * space with a continuous parameter is rejected.
   */
  readonly points?: Points
}

/**
 * Proposes every combination of the parameters' grid values once. The first parameter varies slowest.
 *
 * A parameter that does not exist in a combination adds no combinations. A combination is proposed only once, even if its trial
 * fails: `runStudy()` retries failed trials, and a combination that always fails must not block the others. Configurations of the
 * history that are not in the grid, such as the user's own, are ignored.
 *
 * @example
 * const space = { batchSize: categorical([32, 64]), rate: float(1e-4, 1e-2, { log: true }) }
 * gridSampler({ points: 3 }).count(space) // 6
 */
export function gridSampler({ points }: GridSamplerOptions = {}): Sampler & Required<Pick<Sampler, 'count'>> {
  const grids = new WeakMap<Space, NumberedGrid>()

  /** The grid of a space, created once. */
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
      // n configurations leave at least one of the first n + 1 cells open.
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
  /** The cell numbers of configurations that were looked up before; −1 for a configuration that is not a cell. */
  readonly numbers: WeakMap<Configuration, number>
}

function numberIn({ cells, numbers }: NumberedGrid, configuration: Configuration): number {
  const known = numbers.get(configuration)
  if (known !== undefined) return known
  const number = cells.numberOf(configuration) ?? -1
  numbers.set(configuration, number)
  return number
}
