import type { Value } from '../parameters/parameter.ts'
import type { Configuration } from '../parameters/space.ts'
import type { WholeFloats } from './read-floats.ts'

/** A float that is an integer and is written as `1.0`, which JavaScript's numbers do not tell from an integer. */
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

/** A value as a program receives it. */
export type WrittenValue = Value | WholeFloat

/** A configuration as a program receives it. */
export type WrittenConfiguration = Readonly<Record<string, WrittenValue>>

/** Values by name, in which nested parameters are objects. */
export interface NestedValues {
  [name: string]: WrittenValue | NestedValues
}

/** Gives numbers the types with which the sweep file wrote them. */
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

/** Writes values as JSON in which whole floats have a decimal point. */
export function writeJson(value: NestedValues[string]): string {
  if (value instanceof WholeFloat) return String(value)
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).map(([name, inner]) => `${JSON.stringify(name)}:${writeJson(inner)}`)
  return `{${entries.join(',')}}`
}
