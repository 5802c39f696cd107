import type { Command } from 'commander'

/** The command line asks for something that cannot be: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/**
 * Calls `make` with options of the command line.
 *
 * @throws {UsageError} In place of a RangeError
 */
export function refusing<Value>(make: () => Value): Value {
  try {
    return make()
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message, { cause: error })
    throw error
  }
}

/**
 * Makes sure that what goes on is asked for as it was started.
 *
 * @param allowed Names of the options that may be given, in camel case
 * @throws {UsageError} If another one is
 */
export function requireOnly(command: Command, allowed: readonly string[], what: string): void {
  const given = command.options.filter(
    (option) => command.getOptionValueSource(option.attributeName()) === 'cli',
  )
  const stray = given.find((option) => !allowed.includes(option.attributeName()))
  if (!stray) return
  const flags = command.options
    .filter((option) => allowed.includes(option.attributeName()))
    .map(({ long }) => long!)
    .filter((flag) => flag !== '--resume' && flag !== '--json')
  throw new UsageError(`${what} keeps its options: only ${inWords(flags)} may change, got ${stray.long}.`)
}

/** `--epochs, --threads and --json` */
function inWords(flags: readonly string[]): string {
  return flags.length < 2 ? flags.join() : `${flags.slice(0, -1).join(', ')} and ${flags.at(-1)}`
}
