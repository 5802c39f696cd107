import { gridValues } from '../parameters/grid-values.ts'
import type { Parameter, Value } from '../parameters/parameter.ts'

/** The number of grid values of continuous parameters: one number for all parameters, or one for each name. */
export type Points = number | Readonly<Record<string, number>>

/** Returns the grid values of a parameter. @throws {RangeError} If the parameter has no grid. The message names the parameter */
export function gridValuesOf(
  name: string,
  parameter: Parameter,
  points: Points | undefined,
): readonly Value[] {
  const inner = parameter.kind === 'conditional' ? parameter.parameter : parameter
  const count = typeof points !== 'object' ? points : Object.hasOwn(points, name) ? points[name] : undefined
  try {
    return gridValues(inner, count)
  } catch (cause) {
    throw new RangeError(`Search space "${name}": ${(cause as Error).message}`, { cause })
  }
}
