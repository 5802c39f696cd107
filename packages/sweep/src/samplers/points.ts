import { gridValues } from '../parameters/grid-values.ts'
import type { Parameter, Value } from '../parameters/parameter.ts'

/** How many values of a continuous parameter: for all the same, or by name. */
export type Points = number | Readonly<Record<string, number>>

/** The values of a space's parameter in a grid. @throws {RangeError} That names the parameter */
export function gridValuesOf(
  name: string,
  parameter: Parameter,
  points: Points | undefined,
): readonly Value[] {
  const inner = parameter.kind === 'conditional' ? parameter.parameter : parameter
  const own = typeof points !== 'object' ? points : Object.hasOwn(points, name) ? points[name] : undefined
  try {
    return gridValues(inner, own)
  } catch (cause) {
    throw new RangeError(`Search space "${name}": ${(cause as Error).message}`, { cause })
  }
}
