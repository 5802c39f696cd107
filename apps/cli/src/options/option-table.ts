import type { OptionType } from './option-types.ts'

/** An option of `tunekit train`. Its flag is its name in the table: `limitTrain` is `--limit-train`. */
export interface TrainOption {
  readonly type: OptionType<unknown>
  /** The placeholder of its value in the help: `'<n>'`. Absent: the option is a flag. */
  readonly value?: string
  readonly help: string
  /** The value of runs that do not give it. Absent: none, or one that depends on other options. */
  readonly default?: unknown
  /** What holds without the option if it has no default, for the help and for reports. */
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

/** The values of options that are given, by name. */
export type GivenOptions<Table extends OptionTable> = {
  readonly [Name in keyof Table]?: ValueOf<Table[Name]>
}

/** The values of options, defaults included, by name. */
export type ResolvedOptions<Table extends OptionTable> = {
  readonly [Name in keyof Table as Table[Name] extends HasDefault ? Name : never]: ValueOf<Table[Name]>
} & { readonly [Name in keyof Table as Table[Name] extends HasDefault ? never : Name]?: ValueOf<Table[Name]> }

interface HasDefault {
  readonly default: unknown
}

type ValueOf<Option extends TrainOption> = Option['type'] extends OptionType<infer Value> ? Value : never

/** Puts the options that are given over the defaults. */
export function resolveOptions<Table extends OptionTable>(
  table: Table,
  given: GivenOptions<Table>,
): ResolvedOptions<Table> {
  const values = Object.entries(table).map(([name, option]) => [name, given[name] ?? option.default])
  return Object.fromEntries(values) as ResolvedOptions<Table>
}
