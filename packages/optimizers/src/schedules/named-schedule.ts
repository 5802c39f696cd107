import { declareOptions } from '../options/declare-options.ts'
import type { OptionTable, ValuesOf } from '../options/declare-options.ts'
import { invalidOption } from '../options/option.ts'
import type { Hyperparameter, Schedule, ScheduleConfig } from '../options/schedule.ts'
import { toJson } from '../options/to-json.ts'

/**
 * Creates a schedule that can be saved: `toJSON()` returns its name and its options.
 *
 * @param table The range and the default of each option: see {@link declareOptions}
 * @param scheduleOf Creates the function of the step from the options, with the defaults filled in
 * @throws {RangeError} If an option is out of range
 */
export function namedSchedule<Options extends object, const Table extends OptionTable<Options, Table>>(
  name: string,
  options: Options,
  table: Table,
  scheduleOf: (values: ValuesOf<Table>) => (step: number) => number,
): Schedule {
  const { values } = declareOptions(options, table)
  const parts = Object.values<unknown>(values)
    .flat()
    .filter((value): value is Schedule => typeof value === 'function')
  const toJSON = (): ScheduleConfig => toJson({ name, ...values }) as ScheduleConfig
  return Object.assign(scheduleOf(values), { toJSON, parts })
}

/**
 * Returns a number or a schedule as a function of the step. Ranges are checked by the rule that uses the outermost
 * schedule as an option.
 */
export function asSchedule(value: Hyperparameter): (step: number) => number {
  return typeof value === 'function' ? value : () => value
}

/** Requires that an option is at most `from`. @throws {RangeError} If it is larger */
export function requireAtMost(name: string, value: number, from: number): void {
  if (value > from) throw invalidOption(name, `in [0, ${from}], which is \`from\``, value)
}
