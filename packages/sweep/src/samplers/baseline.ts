import { contains, describeParameter } from '../parameters/contains.ts'
import { describeValue } from '../parameters/check.ts'
import type { Value } from '../parameters/parameter.ts'
import { type Configuration, fillSpace, type Space } from '../parameters/space.ts'
import { gridValuesOf, type Points } from './points.ts'

/** A starting configuration: a value for each parameter that exists in it or in another configuration that will be proposed. */
export type Baseline = Readonly<Record<string, Value>>

/** Checks a baseline. @throws {RangeError} If a value is missing, or is not valid for its parameter */
export function checkBaseline(space: Space, baseline: Baseline): void {
  for (const [name, value] of Object.entries(baseline)) {
    if (!Object.hasOwn(space, name)) {
      const names = Object.keys(space).map(describeValue).join(', ')
      throw new RangeError(
        `\`baseline\` has "${name}", which is not in the space: expected ${names}. Remove it.`,
      )
    }
    const parameter = space[name].kind === 'conditional' ? space[name].parameter : space[name]
    if (contains(parameter, value)) continue
    throw new RangeError(
      `\`baseline.${name}\` must be ${describeParameter(parameter)}, got ${describeValue(value)}.`,
    )
  }
  pointOf(space, baseline)
}

/** Returns the configuration with the baseline's values of the parameters that exist there. */
export function pointOf(space: Space, baseline: Baseline): Configuration {
  return fillSpace(space, (name, parameter) => {
    if (Object.hasOwn(baseline, name)) return baseline[name]
    throw new RangeError(
      `\`baseline\` has no "${name}", which exists at a point to propose: add ${describeParameter(parameter)}.`,
    )
  })
}

/**
 * Returns the values of a parameter to try around a baseline: the baseline's value, then the other grid values of the parameter. The
 * list is empty if the parameter does not exist at the baseline.
 */
export function variants(
  space: Space,
  { baseline, name, points }: { baseline: Baseline; name: string; points: Points | undefined },
): readonly Value[] {
  if (!Object.hasOwn(pointOf(space, baseline), name)) return []
  const start = baseline[name]
  return [start, ...gridValuesOf(name, space[name], points).filter((value) => value !== start)]
}
