import type { NestedValues, WrittenConfiguration } from './written-configuration.ts'

/**
 * Reverses the flattening of nested parameters: `{ 'optimizer.lr': 1 }` becomes `{ optimizer: { lr: 1 } }` if 'optimizer'
 * is in `nested`.
 *
 * @param nested Names of the parameters that contain others, from a sweep file. Other dots are part of a name
 */
export function nestConfiguration(
  configuration: WrittenConfiguration,
  nested: readonly string[],
): NestedValues {
  const root: NestedValues = {}
  for (const [name, value] of Object.entries(configuration)) {
    let holder = root
    let remainder = name
    let prefix = ''
    for (let outer = nextOuter(name, prefix, nested); outer; outer = nextOuter(name, prefix, nested)) {
      const key = outer.slice(prefix.length)
      holder[key] ??= {}
      holder = holder[key] as NestedValues
      prefix = `${outer}.`
      remainder = name.slice(prefix.length)
    }
    holder[remainder] = value
  }
  return root
}

/** Finds the next parameter after a prefix that contains the named one. */
function nextOuter(name: string, prefix: string, nested: readonly string[]): string | undefined {
  return nested.find(
    (outer) => outer.length > prefix.length && outer.startsWith(prefix) && name.startsWith(`${outer}.`),
  )
}
