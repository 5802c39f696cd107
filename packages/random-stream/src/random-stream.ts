import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus'
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator'
import { hash } from './hash.ts'
import { normalNumbers } from './normal-numbers.ts'

/** A function that returns the next uniform number in [0, 1) of a stream. */
export type Random = () => number

/** A stream of random numbers that depend only on its name and keys. Its functions also work when detached from the object. */
export interface RandomStream {
  /** Returns a uniform number in [0, 1), a multiple of 2⁻⁵³. */
  readonly uniform: Random
  /** Returns a number from the normal distribution of mean 0 and variance 1. */
  readonly normal: () => number
  /**
   * Returns the integers from 0 to `length` − 1 in a uniformly random order.
   *
   * Fisher-Yates shuffle; Knuth, TAOCP 2, 3.4.2, Algorithm P.
   *
   * @param length An integer in [0, 2³²)
   */
  readonly permutation: (length: number) => Uint32Array
}

/**
 * Creates a stream of random numbers that depends only on a name and keys, so that drawing from one stream does not change
 * another. Equal names and keys give the same numbers on every JavaScript engine; any other name or key gives unrelated numbers.
 *
 * The generator is xoroshiro128+ (Blackman and Vigna, 2018). Its 128 bits of state are four hashes, of the texts
 * `word:name:key:key` with `word` from 0 to 3, so the streams of neighboring seeds are unrelated.
 *
 * @param name The purpose of the numbers, such as 'shuffle'
 * @param keys Safe integers, such as a seed and an epoch
 * @example
 * const { permutation } = randomStream('shuffle', 42, 1)
 * permutation(5) // Uint32Array [3, 4, 0, 1, 2]
 */
export function randomStream(name: string, ...keys: readonly number[]): RandomStream {
  const generator = xoroshiro128plusFromState([0, 1, 2, 3].map((word) => hash(`${word}:${name}`, ...keys)))
  const uniform = (): number => uniformFloat64(generator)
  return { uniform, normal: normalNumbers(uniform), permutation: (length) => permute(length, generator) }
}

function permute(length: number, generator: RandomGenerator): Uint32Array {
  const order = Uint32Array.from({ length }, (_, index) => index)
  for (let last = length - 1; last > 0; last--) {
    const chosen = uniformInt(generator, 0, last)
    const index = order[chosen]!
    order[chosen] = order[last]!
    order[last] = index
  }
  return order
}
