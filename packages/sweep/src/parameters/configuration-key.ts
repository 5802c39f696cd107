import type { Configuration } from './space.ts'

/** Known keys: samplers look up the keys of a whole history at every proposal. */
const keys = new WeakMap<Configuration, string>()

/** Returns a string that is equal for two configurations if and only if they have the same values, in any order of parameters. */
export function configurationKey(configuration: Configuration): string {
  const known = keys.get(configuration)
  if (known !== undefined) return known
  // JSON.stringify writes the keys in the order of this list.
  const key = JSON.stringify(configuration, Object.keys(configuration).sort())
  keys.set(configuration, key)
  return key
}
