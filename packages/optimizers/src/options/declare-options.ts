import type { Option } from './option.ts'

/** Checked options with defaults filled in, as returned by {@link declareOptions}. */
export interface DeclaredOptions<Values = object, ValuesAtStep = object> {
  /** The value of every option, in the order of the table: the given value (lists are copied) or the default. */
  readonly values: Values
  /**
   * Returns the options' values at a step. Schedules are evaluated, except `learningRate`, which the optimizer
   * evaluates.
   *
   * @param step The number of steps that the optimizer took before this step
   * @throws {RangeError} If the value of a schedule is out of range
   */
  at(step: number): ValuesAtStep
}

/** A table with an entry of the right type for each option of an interface, and no other entries. */
export type OptionTable<Options, Table> = {
  readonly [Name in keyof Options]-?: Option<Exclude<Options[Name], undefined>, unknown>
} & Readonly<Record<Exclude<keyof Table, keyof Options>, never>>

/** The value of every option of a table. */
export type ValuesOf<Table> = {
  readonly [Name in keyof Table]: Table[Name] extends Option<infer Value, infer AtStep>
    ? undefined extends AtStep
      ? Value | undefined
      : Value
    : never
}

/** The value of every option of a table at a step, without the learning rate. */
export type ValuesAtStepOf<Table> = {
  readonly [Name in keyof Table as Exclude<Name, 'learningRate'>]: Table[Name] extends {
    readonly resolve: (name: string, value: never) => (step: number) => infer AtStep
  }
    ? AtStep
    : never
}

/**
 * Checks options against a table that declares the range and the default of each option. The returned object contains
 * every option's value, which a saved optimizer also contains, and evaluates schedules at each step.
 *
 * @param given The options that the user passed. Its type must have exactly the options of the table, with the same
 *   types; otherwise the call does not compile
 * @param table The range and the default of each option, such as `nonNegative(1e-3)` or `flag(false)`
 * @throws {RangeError} If an option is out of range
 * @example
 * const given: { beta?: Hyperparameter; nesterov?: boolean } = { beta: 0.5 }
 * const options = declareOptions(given, { beta: unitInterval(0.9), nesterov: flag(false) })
 * console.log(options.values) // { beta: 0.5, nesterov: false }
 */
export function declareOptions<Options extends object, const Table extends OptionTable<Options, Table>>(
  given: Options,
  table: Table,
): DeclaredOptions<ValuesOf<Table>, ValuesAtStepOf<Table>> {
  const values: Record<string, unknown> = {}
  const evaluators: [name: string, at: (step: number) => unknown][] = []
  for (const [name, option] of Object.entries<Option<unknown>>(table)) {
    const { [name]: value = option.initial } = given as Readonly<Record<string, unknown>>
    values[name] = Array.isArray(value) ? [...(value as readonly unknown[])] : value
    const at = option.resolve(name, value)
    if (name !== 'learningRate') evaluators.push([name, at])
  }
  return {
    values: values as ValuesOf<Table>,
    at(step) {
      const valuesAtStep: Record<string, unknown> = {}
      for (const [name, at] of evaluators) valuesAtStep[name] = at(step)
      return valuesAtStep as ValuesAtStepOf<Table>
    },
  }
}
