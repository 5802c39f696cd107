/** How a command can be shared among threads. */
export interface Share {
  /** The number of units of the operation, each of which can be a slice of its own. */
  readonly units: number
  /** The floats that are computed with, roughly: multiplications of a product, elements of a vector. */
  readonly work: number
}

/** Writes commands, each a header and its arguments, a word each. */
export interface CommandWriter {
  /** The words of all commands. */
  readonly integers: Int32Array
  /** The same words as floats. */
  readonly floats: Float32Array
  /**
   * Writes the header of a command.
   *
   * @param code The number of the operation
   * @param argumentCount The number of words that the caller has to write after the header
   * @returns The index of the first of these words
   */
  start(code: number, argumentCount: number, share: Share): number
}
