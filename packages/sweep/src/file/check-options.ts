import type { LocatedMap } from './parse-located-yaml.ts'
import { fail } from './read-fields.ts'

/** Writes `startup_trials` or `startup-trials` as `startupTrials`. */
export function camelCase(key: string): string {
  return key.replace(/[-_]+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}

/** Writes `startupTrials` as `startup_trials`. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

/**
 * Checks the options in a mapping by creating the sampler or pruner that they are for.
 *
 * @param create Creates the sampler or pruner; throws a RangeError if an option is out of range
 * @throws {SweepFileError} If `create` throws a RangeError
 */
export function checkOptions(map: LocatedMap, subject: string, create: () => unknown): void {
  try {
    create()
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    const keys = new Map([...map.entries.keys()].map((key) => [camelCase(key), key]))
    failAtKey(map, subject, error.message, (option) => keys.get(option) ?? snakeCase(option))
  }
}

/**
 * Fails with a message that names options in backticks, at the first of them that the mapping has.
 *
 * @param keyOf Returns what the file calls an option
 */
export function failAtKey(
  map: LocatedMap,
  subject: string,
  message: string,
  keyOf: (option: string) => string,
): never {
  const keys = Array.from(message.matchAll(/`(\w+)/g), ([, option]) => keyOf(option))
  const place = keys.map((key) => map.entries.get(key)?.value.place).find((each) => each !== undefined)
  const inWordsOfFile = message.replace(/`(\w+)/g, (_, option: string) => `\`${keyOf(option)}`)
  fail(place ?? map.place, `${subject}: ${inWordsOfFile}`)
}
