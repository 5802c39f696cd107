/** Random choices that depend only on a seed. */
export interface RandomChoices {
  /** An integer from 0 to `below` − 1. */
  integer(below: number): number
  /** True with this probability. */
  chance(probability: number): boolean
  pick<Value>(values: readonly Value[]): Value
  /** A float32 in [−1, 1). */
  float(): number
}

export function randomChoices(seed: number): RandomChoices {
  let state = seed >>> 0
  const next = (): number => {
    // mulberry32
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const integer = (below: number): number => Math.floor(next() * below)
  return {
    integer,
    chance: (probability) => next() < probability,
    pick: (values) => values[integer(values.length)],
    float: () => Math.fround(2 * next() - 1),
  }
}
