import { contains, describeParameter } from '../parameters/contains.ts'
import { describeValue } from '../parameters/check.ts'
import type { Value } from '../parameters/parameter.ts'
import { type Configuration, fillSpace, type Space } from '../parameters/space.ts'
import { gridValuesOf, type Points } from './points.ts'

/** Values of parameters, also of those that do not exist at this point but do at others. */
export type Baseline = Readonly<Record<string, Value>>

/** @throws {RangeError} If a value is not one of its parameter, or is missing */
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

/** The point of a space that has a baseline's values, for the parameters that exist there. */
export function pointOf(space: Space, baseline: Baseline): Configuration {
  return fillSpace(space, (name, parameter) => {
    if (Object.hasOwn(baseline, name)) return baseline[name]
    throw new RangeError(
      `\`baseline\` has no "${name}", which exists at a point to propose: add ${describeParameter(parameter)}.`,
    )
  })
}

/**
 * The values that a parameter takes around a baseline: the baseline's, then the others of its grid; none if the
 * parameter does not exist there.
 */
export function variants(
  space: Space,
  { baseline, name, points }: { baseline: Baseline; name: string; points: Points | undefined },
): readonly Value[] {
  if (!Object.hasOwn(pointOf(space, baseline), name)) return []
  const own = baseline[name]
  return [own, ...gridValuesOf(name, space[name], points).filter((value) => value !== own)]
}
