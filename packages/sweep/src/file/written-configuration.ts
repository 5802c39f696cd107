import type { Value } from '../parameters/parameter.ts'
import type { Configuration } from '../parameters/space.ts'
import type { WholeFloats } from './read-floats.ts'

/** A float that is a whole number, to be written as `1.0`: JavaScript's numbers do not tell it from an integer. */
export class WholeFloat {
  readonly #value: number

  constructor(value: number) {
    this.#value = value
  }

  toString(): string {
    const text = Object.is(this.#value, -0) ? '-0' : String(this.#value)
    return /^-?\d+$/.test(text) ? `${text}.0` : text
  }
}

/** A value as a program is to get it. */
export type WrittenValue = Value | WholeFloat

/** A configuration as a program is to get it. */
export type WrittenConfiguration = Readonly<Record<string, WrittenValue>>

/** Values by name, or by names within names. */
export interface NestedValues {
  [name: string]: WrittenValue | NestedValues
}

/** Gives numbers the types that the sweep file wrote them with. */
export function writtenConfiguration(
  configuration: Configuration,
  floats: Readonly<Record<string, WholeFloats>>,
): WrittenConfiguration {
  return Object.fromEntries(
    Object.entries(configuration).map(([name, value]) => {
      const whole = Object.hasOwn(floats, name) ? floats[name] : []
      const isFloat = Number.isInteger(value) && (whole === 'all' || whole.includes(value as number))
      return [name, isFloat ? new WholeFloat(value as number) : value]
    }),
  )
}
