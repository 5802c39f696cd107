import type { NestedValues, WrittenConfiguration } from './written-configuration.ts'

/**
 * Undoes the flattening of a sweep file: `{ 'optimizer.lr': 1 }` is `{ optimizer: { lr: 1 } }` if 'optimizer' is nested.
 *
 * @param nested Names of the parameters that hold others, as a sweep file has them; other dots belong to names
 */
export function nestConfiguration(
  configuration: WrittenConfiguration,
  nested: readonly string[],
): NestedValues {
  const root: NestedValues = {}
  for (const [name, value] of Object.entries(configuration)) {
    let holder = root
    let rest = name
    let prefix = ''
    for (let group = within(name, prefix, nested); group; group = within(name, prefix, nested)) {
      const key = group.slice(prefix.length)
      holder[key] ??= {}
      holder = holder[key] as NestedValues
      prefix = `${group}.`
      rest = name.slice(prefix.length)
    }
    holder[rest] = value
  }
  return root
}

/** The next group of a name, beyond the prefix. */
function within(name: string, prefix: string, nested: readonly string[]): string | undefined {
  return nested.find(
    (group) => group.length > prefix.length && group.startsWith(prefix) && name.startsWith(`${group}.`),
  )
}
