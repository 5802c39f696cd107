import type { Parameter, Value } from '../parameters/parameter.ts'
import { type Configuration, holds, type Space } from '../parameters/space.ts'
import { gridValuesOf, type Points } from './points.ts'

/** The cells of a grid: every combination of the parameters' values, numbered from 0. The first parameter varies slowest. */
export interface GridCells {
  /** The number of cells; rounded if above 2⁵³. */
  readonly count: number
  /** Returns the cell with a number, which must be below `count`. */
  at(number: number): Configuration
  /** Returns the number of a cell, or `undefined` if the configuration is not a cell. */
  numberOf(configuration: Configuration): number | undefined
}

interface Axis {
  readonly name: string
  readonly parameter: Parameter
  readonly values: readonly Value[]
  /** The place of each value. */
  readonly places: () => ReadonlyMap<Value, number>
  /** The earlier parameters to which the conditions of this and of later parameters refer. */
  readonly needed: readonly string[]
}

/**
 * Creates the grid of a space. A parameter that does not exist in a combination adds no cells there. Cells are created on request and
 * counted by multiplication, so the time does not depend on the size of the grid.
 *
 * @throws {RangeError} If a parameter has no grid. The message names the parameter
 */
export function gridCells(space: Space, points: Points | undefined): GridCells {
  const axes = axesOf(space, points)
  const branches = new Map<string, Branch>()

  /** Returns the cells of `axis` and the later axes, for given values of the earlier axes. */
  function branchAt(axis: number, point: Configuration): Branch {
    if (axis === axes.length) return { count: 1, before: () => 0, placeOf: () => 0 }
    const { needed } = axes[axis]
    const key = JSON.stringify([
      axis,
      needed.map((other) => (Object.hasOwn(point, other) ? [point[other]] : 0)),
    ])
    const known = branches.get(key)
    if (known) return known
    const branch = makeBranch(axis, point)
    branches.set(key, branch)
    return branch
  }

  function makeBranch(axis: number, point: Configuration): Branch {
    const { name, parameter, values } = axes[axis]
    if (parameter.kind === 'conditional' && !holds(parameter, point)) return branchAt(axis + 1, point)
    const countWith = (value: Value): number => branchAt(axis + 1, { ...point, [name]: value }).count
    const isDecisive = axis + 1 < axes.length && axes[axis + 1].needed.includes(name)
    if (!isDecisive) {
      const each = countWith(values[0])
      return {
        count: values.length * each,
        before: (place) => place * each,
        placeOf: (number) => Math.floor(number / each),
      }
    }
    const sums = [0]
    for (const value of values) sums.push(sums[sums.length - 1] + countWith(value))
    return {
      count: sums[values.length],
      before: (place) => sums[place],
      placeOf: (number) => sums.findLastIndex((sum, place) => place < values.length && sum <= number),
    }
  }

  return {
    count: branchAt(0, {}).count,
    at(number) {
      const point: Record<string, Value> = {}
      let left = number
      for (const [axis, { name, parameter, values }] of axes.entries()) {
        if (parameter.kind === 'conditional' && !holds(parameter, point)) continue
        const branch = branchAt(axis, point)
        const place = branch.placeOf(left)
        left -= branch.before(place)
        point[name] = values[place]
      }
      return point
    },
    numberOf(configuration) {
      const point: Record<string, Value> = {}
      let number = 0
      for (const [axis, { name, parameter, places }] of axes.entries()) {
        if (parameter.kind === 'conditional' && !holds(parameter, point)) continue
        const place = Object.hasOwn(configuration, name) ? places().get(configuration[name]) : undefined
        if (place === undefined) return undefined
        number += branchAt(axis, point).before(place)
        point[name] = configuration[name]
      }
      return Object.keys(configuration).length === Object.keys(point).length ? number : undefined
    },
  }
}

/** The cells that have the same values on all axes before a given axis. */
interface Branch {
  readonly count: number
  /** Returns the number of cells before the first cell whose value is at a place of the axis. */
  readonly before: (place: number) => number
  /** Returns the place on the axis of the value of a cell. */
  readonly placeOf: (number: number) => number
}

function axesOf(space: Space, points: Points | undefined): readonly Axis[] {
  const axes: Axis[] = []
  let needed: readonly string[] = []
  for (const [name, parameter] of Object.entries(space).reverse()) {
    const conditions = parameter.kind === 'conditional' ? Object.keys(parameter.condition) : []
    needed = [...new Set([...needed.filter((other) => other !== name), ...conditions])]
    const values = gridValuesOf(name, parameter, points)
    axes.unshift({ name, parameter, values, places: placesOf(values), needed })
  }
  return axes
}

function placesOf(values: readonly Value[]): () => ReadonlyMap<Value, number> {
  let places: ReadonlyMap<Value, number> | undefined
  return () => (places ??= new Map(values.map((value, place) => [value, place])))
}
