import type { LocatedMap } from './parse-located-yaml.ts'
import { at } from './sweep-file-error.ts'

/** A parameter of the file: its name, what it says, where warnings go. */
export interface ParameterSource {
  readonly name: string
  readonly map: LocatedMap
  /** Notes what may be a mistake. */
  warn(message: string): void
}

/** @param warnings Where warnings are added, each with its place */
export function parameterSource(name: string, map: LocatedMap, warnings: string[]): ParameterSource {
  const { place } = map.entries.get('distribution') ?? map
  return { name, map, warn: (message) => warnings.push(at(place, message)) }
}
