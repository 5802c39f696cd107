import { gridValues } from '../parameters/grid-values.ts'
import type { Parameter, Value } from '../parameters/parameter.ts'

/** The number of values of continuous parameters: one number for all, or a number by name. */
export type Points = number | Readonly<Record<string, number>>

/** The grid values of a parameter of a space. @throws {RangeError} If there are none; names the parameter */
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
