import type { Configuration } from '../parameters/space.ts'

/** A text that is the same for configurations of the same values, in whatever order. */
export function configurationKey(configuration: Configuration): string {
  // a list of names is the order in which JSON.stringify writes them
  return JSON.stringify(configuration, Object.keys(configuration).sort())
}
