import { constant, describeValue, invalidOption } from '../options/option.ts'
import type { Option } from '../options/option.ts'

/** Declares a list of values in the range of another option. */
export function listOf<Value>(item: Option<Value, unknown>): Option<readonly Value[]> {
  return {
    initial: undefined,
    resolve(name, values) {
      if (!Array.isArray(values)) throw invalidOption(name, 'a list', values)
      values.forEach((value: Value, index) => item.resolve(`${name}[${index}]`, value))
      return () => values
    },
  }
}

/** Declares the steps at which a schedule switches to its next piece. */
export function boundaryList(): Option<readonly number[]> {
  return constant('a list of increasing positive integers', (boundaries: readonly number[]) => {
    const increases = (boundary: number, index: number): boolean =>
      Number.isInteger(boundary) && boundary > (index === 0 ? 0 : boundaries[index - 1])
    return Array.isArray(boundaries) && boundaries.every(increases)
  })
}

/** Requires one more piece than there are boundaries. @throws {RangeError} If the counts do not match */
export function requireOneMore(
  name: string,
  pieces: readonly unknown[],
  boundaries: readonly number[],
): void {
  if (pieces.length === boundaries.length + 1) return
  throw new RangeError(
    `\`${name}\` must have one more item than \`boundaries\`: expected ${boundaries.length + 1} for boundaries ` +
      `${describeValue(boundaries)}, got ${pieces.length}.`,
  )
}

/** Finds the index of the piece that a step belongs to. A boundary is the first step of its piece. */
export function pieceAt(boundaries: readonly number[], step: number): number {
  return boundaries.findLastIndex((boundary) => boundary <= step) + 1
}
