/** What a contestant did in one turn. */
export interface Slice {
  /** How much: images, or floating-point operations. */
  readonly amount: number
  readonly seconds: number
}
