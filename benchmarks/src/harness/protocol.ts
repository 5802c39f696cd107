/** The first line that a contestant writes. */
export interface Hello {
  /** The versions of the software under test, by name. */
  readonly versions: Readonly<Record<string, string>>
}

/** The work that a contestant did in one turn. */
export interface Slice {
  /** The amount of work: the number of images, steps, calls, or floating-point operations. */
  readonly amount: number
  readonly seconds: number
}
