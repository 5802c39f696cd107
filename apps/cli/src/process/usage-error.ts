import type { Command, Option } from 'commander'

/** An error in the arguments of the command line, or in a sweep file. The exit code is 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/**
 * Calls a function with arguments from the command line.
 *
 * @throws {UsageError} Instead of a RangeError of the function
 */
export function asUsageError<Value>(call: () => Value): Value {
  try {
    return call()
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message, { cause: error })
    throw error
  }
}

/**
 * Checks that a command was given only allowed options.
 *
 * @param allowed The names of the allowed options, in camel case
 * @param subject The subject of the message: `'A resumed run'`
 * @throws {UsageError} If another option was given
 */
export function requireOnly(command: Command, allowed: readonly string[], subject: string): void {
  const isAllowed = (option: Option): boolean => allowed.includes(option.attributeName())
  const rejected = command.options.find(
    (option) => !isAllowed(option) && command.getOptionValueSource(option.attributeName()) === 'cli',
  )
  if (!rejected) return
  const flags = command.options
    .filter(isAllowed)
    .map(({ long }) => long!)
    .filter((flag) => flag !== '--resume' && flag !== '--json')
  const list = new Intl.ListFormat('en-GB').format(flags)
  throw new UsageError(`${subject} keeps its options: only ${list} may change, got ${rejected.long}.`)
}
