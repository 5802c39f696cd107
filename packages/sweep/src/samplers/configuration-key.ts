import type { Configuration } from '../parameters/space.ts'

/** Of configurations that were asked for before: samplers ask for those of a whole history at every proposal. */
const keys = new WeakMap<Configuration, string>()

/** A text that is the same for configurations of the same values, in whatever order. */
export function configurationKey(configuration: Configuration): string {
  const known = keys.get(configuration)
  if (known !== undefined) return known
  // a list of names is the order in which JSON.stringify writes them
  const key = JSON.stringify(configuration, Object.keys(configuration).sort())
  keys.set(configuration, key)
  return key
}
