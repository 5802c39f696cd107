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
