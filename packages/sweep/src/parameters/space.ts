import type {
  CategoricalParameter,
  ConditionalParameter,
  ConstantParameter,
  Parameter,
  UnconditionalParameter,
  Value,
} from './parameter.ts'

/** A search space: parameters by name. Their order matters, since a condition is on earlier parameters. */
export type Space = Readonly<Record<string, Parameter>>

/** A configuration, i.e. a point of a space: a value for each parameter that exists there. */
export type Configuration = Readonly<Record<string, Value>>

/**
 * The type of a space's configurations, such as `{ rate: number; momentum?: number }`; conditional parameters are optional. For a
 * space whose type has no names, it is any configuration.
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
 * Builds a configuration: goes through a space in its order and chooses a value for each parameter that exists.
 *
 * @param choose Called for each parameter whose condition, if it has one, holds for the values chosen so far
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
