import type { Configuration } from './space.ts'

/** Known keys: samplers ask for those of a whole history at every proposal. */
const keys = new WeakMap<Configuration, string>()

/** A text that two configurations share if and only if they have the same values, whatever the order of their parameters. */
export function configurationKey(configuration: Configuration): string {
  const known = keys.get(configuration)
  if (known !== undefined) return known
  // JSON.stringify writes the keys in the order of this list.
  const key = JSON.stringify(configuration, Object.keys(configuration).sort())
  keys.set(configuration, key)
  return key
}
