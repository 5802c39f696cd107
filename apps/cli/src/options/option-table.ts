import type { OptionType } from './option-types.ts'

/** An option of `tunekit train`. Its flag is its name in the table: `limitTrain` is `--limit-train`. */
export interface TrainOption {
  readonly type: OptionType<unknown>
  readonly help: string
  /** The value if the option is not given. Absent: there is none, or it depends on other options. */
  readonly default?: unknown
  /** What an option without a default means if it is not given, for the help and for reports: `'all'`. */
  readonly otherwise?: string
  /** The value of runs that were started before the option existed. */
  readonly before?: unknown
  /** Whether the option is written `--no-<name>` and makes the value false. */
  readonly isNegated?: boolean
  /** Whether a resumed run may change it. */
  readonly mayChange?: boolean
}

/** Options by name, in camel case. */
export type OptionTable = Readonly<Record<string, TrainOption>>

/** The values of the options that were given, by name. */
export type GivenOptions<Table extends OptionTable> = {
  readonly [Name in keyof Table]?: ValueOf<Table[Name]>
}

/** The values of all options that have one, by name. */
export type ResolvedOptions<Table extends OptionTable> = {
  readonly [Name in keyof Table as Table[Name] extends HasDefault ? Name : never]: ValueOf<Table[Name]>
} & { readonly [Name in keyof Table as Table[Name] extends HasDefault ? never : Name]?: ValueOf<Table[Name]> }

interface HasDefault {
  readonly default: unknown
}

type ValueOf<Option extends TrainOption> = Option['type'] extends OptionType<infer Value> ? Value : never

/** Adds the defaults to the options of a table that were given. */
export function resolveOptions<Table extends OptionTable>(
  table: Table,
  given: GivenOptions<Table>,
): ResolvedOptions<Table> {
  const values = Object.entries(table).map(([name, option]) => [name, given[name] ?? option.default])
  return Object.fromEntries(values) as ResolvedOptions<Table>
}
