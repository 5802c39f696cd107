import type { ParameterSource } from './parameter-source.ts'
import { fail, readNumber, required } from './read-fields.ts'

export interface Range {
  readonly low: number
  readonly high: number
}

/** Reads `min` and `max`. */
export function readRange(
  { name, map }: ParameterSource,
  limits: { above?: number } = {},
  read: typeof readNumber = readNumber,
): Range {
  const [min, max] = ['min', 'max'].map((key) => required(map, key, `Parameter "${name}"`).value)
  const low = read(min, `\`min\` of parameter "${name}"`, limits)
  const high = read(max, `\`max\` of parameter "${name}"`)
  if (!(high > low)) {
    fail(max.place, `\`max\` of parameter "${name}" must be greater than \`min\` ${low}, got ${high}.`)
  }
  return { low, high }
}
