import type {
  CategoricalParameter,
  ConditionalParameter,
  ConstantParameter,
  Parameter,
  UnconditionalParameter,
  Value,
} from './parameter.ts'

/** Parameters by name. Order matters: a condition speaks of parameters before it. */
export type Space = Readonly<Record<string, Parameter>>

/** A point of a space: a value for each parameter that exists there. */
export type Configuration = Readonly<Record<string, Value>>

/**
 * The type of a space's points: `{ rate: number; momentum?: number }`, where conditional parameters are optional. Of a space
 * whose names the type does not know, any configuration.
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
 * Goes through a space in its order, giving each parameter that exists a value.
 *
 * @param choose Called for each parameter whose condition, if it has one, holds for the values chosen before
 * @returns The point
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

/** Whether a parameter exists for these values of the parameters before it. */
export function holds({ condition }: ConditionalParameter, point: Configuration): boolean {
  return Object.entries(condition).every(([name, allowed]) => name in point && allowed.includes(point[name]))
}
