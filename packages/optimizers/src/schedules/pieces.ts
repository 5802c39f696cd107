import { describe, wrong } from '../options/check-option.ts'

/**
 * Checks the steps at which a schedule of pieces goes on to the next.
 *
 * @param option The name of the pieces
 * @throws {RangeError} If boundaries are not whole numbers ≥ 1 that increase, or do not fit the number of pieces
 */
export function checkPieces(option: string, pieces: readonly unknown[], boundaries: readonly number[]): void {
  if (!Array.isArray(pieces)) throw wrong(option, 'must be a list', pieces)
  const increase = (boundary: number, index: number): boolean =>
    Number.isInteger(boundary) && boundary > (index === 0 ? 0 : boundaries[index - 1])
  if (!Array.isArray(boundaries) || !boundaries.every(increase)) {
    throw wrong('boundaries', 'must be a list of increasing whole numbers of at least 1', boundaries)
  }
  if (pieces.length !== boundaries.length + 1) {
    throw new RangeError(
      `\`${option}\` must be one more than \`boundaries\`: expected ${boundaries.length + 1} for boundaries ` +
        `${describe(boundaries)}, got ${pieces.length}.`,
    )
  }
}

/** The index of the piece that a step belongs to. A boundary is the first step of its piece. */
export function pieceAt(boundaries: readonly number[], step: number): number {
  return boundaries.findLastIndex((boundary) => boundary <= step) + 1
}
