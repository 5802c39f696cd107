import type { LocatedMap } from './parse-located-yaml.ts'
import { fail } from './read-fields.ts'

/** `startup_trials` or `startup-trials` as `startupTrials`. */
export function camelCase(key: string): string {
  return key.replace(/[-_]+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}

/** `startupTrials` as `startup_trials`. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

/**
 * Fails if nothing can be made of the options in a mapping, in the words of the file, at the first of its keys that has to
 * do with it.
 *
 * @param create Makes it, and throws a RangeError if it cannot
 */
export function checkRecipe(map: LocatedMap, subject: string, create: () => unknown): void {
  try {
    create()
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    const written = new Map(
      [...map.entries].map(([key, { value }]) => [camelCase(key), { key, place: value.place }]),
    )
    const named = Array.from(error.message.matchAll(/`(\w+)/g), ([, name]) => written.get(name))
    const message = error.message.replace(
      /`(\w+)/g,
      (_, name: string) => `\`${written.get(name)?.key ?? snakeCase(name)}`,
    )
    fail(named.find((option) => option !== undefined)?.place ?? map.place, `${subject}: ${message}`)
  }
}
