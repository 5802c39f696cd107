import type { LocatedMap } from './parse-located-yaml.ts'
import { withPlace } from './sweep-file-error.ts'

/** A parameter of the file, before it is read. */
export interface ParameterSource {
  readonly name: string
  readonly map: LocatedMap
  /** Adds a warning about the parameter. */
  warn(message: string): void
}

/** @param warnings The list that receives warnings, each with its place */
export function parameterSource(name: string, map: LocatedMap, warnings: string[]): ParameterSource {
  const { place } = map.entries.get('distribution') ?? map
  return { name, map, warn: (message) => warnings.push(withPlace(place, message)) }
}
