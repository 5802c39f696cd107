import { WholeFloat, type NestedValues } from './written-configuration.ts'

/** The JSON of values, in which whole floats have a decimal point. */
export function writeJson(value: NestedValues[string]): string {
  if (value instanceof WholeFloat) return String(value)
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).map(([name, inner]) => `${JSON.stringify(name)}:${writeJson(inner)}`)
  return `{${entries.join(',')}}`
}
