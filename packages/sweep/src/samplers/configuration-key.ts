import type { Configuration } from '../parameters/space.ts'

/** A text that is the same for configurations of the same values, in whatever order. */
export function configurationKey(configuration: Configuration): string {
  return JSON.stringify(Object.entries(configuration).sort(([a], [b]) => (a < b ? -1 : 1)))
}
