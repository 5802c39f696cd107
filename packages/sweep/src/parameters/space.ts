import type {
  CategoricalParameter,
  ConditionalParameter,
  ConstantParameter,
  Parameter,
  UnconditionalParameter,
  Value,
} from './parameter.ts'

/** A search space: parameters by name. Their order matters, since conditions refer to earlier parameters. */
export type Space = Readonly<Record<string, Parameter>>

/** A configuration: a point of a space, with a value for each parameter that exists there. */
export type Configuration = Readonly<Record<string, Value>>

/**
 * The type of a space's configurations, such as `{ rate: number; momentum?: number }`. Conditional parameters are optional. If the
 * type of the space has no names, the type is `Configuration`.
 */
export type ConfigurationOf<S extends Space> = string extends keyof S
  ? Configuration
  : {
      readonly [Name in keyof S as S[Name] extends ConditionalParameter ? never : Name]: ValueOf<S[Name]>
    } & {
      readonly [Name in keyof S as S[Name] extends ConditionalParameter ? Name : never]?: ValueOf<S[Name]>
    }

type ValueOf<P> =
  P extends ConditionalParameter<infer Inner>
    ? ValueOf<Inner>
    : P extends CategoricalParameter<infer T>
      ? T
      : P extends ConstantParameter<infer T>
        ? T
        : number

/**
 * Creates a configuration by choosing a value for each parameter that exists, in the order of the space.
 *
 * @param choose Called for each parameter without a condition, or whose condition holds for the values chosen so far
 * @returns The configuration
 *
 * @example
 * const middle = fillSpace(space, (name, parameter) => quantile(parameter, 0.5))
 */
export function fillSpace(
  space: Space,
  choose: (name: string, parameter: UnconditionalParameter) => Value,
): Configuration {
  const point: Record<string, Value> = {}
  for (const [name, parameter] of Object.entries(space)) {
    if (parameter.kind !== 'conditional') point[name] = choose(name, parameter)
    else if (holds(parameter, point)) point[name] = choose(name, parameter.parameter)
  }
  return point
}

/** Whether the condition of a parameter holds for the values of earlier parameters. */
export function holds({ condition }: ConditionalParameter, point: Configuration): boolean {
  return Object.entries(condition).every(([name, allowed]) => name in point && allowed.includes(point[name]))
}
