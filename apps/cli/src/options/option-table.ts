import type { OptionType } from './option-types.ts'

/** An option of `tunekit train`. Its flag is its name in the table: `limitTrain` is `--limit-train`. */
export interface TrainOption {
  readonly type: OptionType<unknown>
  readonly help: string
  /** The value if the option is not given. Absent if there is no default, or if the default depends on other options. */
  readonly default?: unknown
  /** The text for the default in the help and in reports, if `default` is absent: `'all'`. */
  readonly defaultText?: string
  /** The value in runs that were started before the option existed. Required if the option has a default and is stored. */
  readonly earlierValue?: unknown
  /** Whether the flag is `--no-<name>` and sets the value to false. */
  readonly isNegated?: boolean
  /** Whether a resumed run may change the option. */
  readonly mayChange?: boolean
}

/** Options by name, in camel case. */
export type OptionTable = Readonly<Record<string, TrainOption>>

/** The values of the options that were given, by name. */
export type GivenOptions<Table extends OptionTable> = {
  readonly [Name in keyof Table]?: ValueOf<Table[Name]>
}

/** The values of all options by name. An option without a default has no value if it is not given. */
export type ResolvedOptions<Table extends OptionTable> = {
  readonly [Name in keyof Table as Table[Name] extends HasDefault ? Name : never]: ValueOf<Table[Name]>
} & { readonly [Name in keyof Table as Table[Name] extends HasDefault ? never : Name]?: ValueOf<Table[Name]> }

interface HasDefault {
  readonly default: unknown
}

type ValueOf<Option extends TrainOption> = Option['type'] extends OptionType<infer Value> ? Value : never

/** Adds the defaults of a table to the given options. */
export function resolveOptions<Table extends OptionTable>(
  table: Table,
  given: GivenOptions<Table>,
): ResolvedOptions<Table> {
  const values = Object.entries(table).map(([name, option]) => [name, given[name] ?? option.default])
  return Object.fromEntries(values) as ResolvedOptions<Table>
}
