import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus'
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator'

/**
 * A random generator that depends on nothing but its name and keys, so that no use of one stream can move another.
 * Its 128 bits of state are four hashes, of the text `word:name:key:key`, hence neighbouring seeds are unrelated.
 *
 * @param name What the numbers are for, such as 'shuffle'
 * @param keys Safe integers, such as a seed and an epoch
 */
export function randomStream(name: string, ...keys: readonly number[]): RandomGenerator {
  return xoroshiro128plusFromState([0, 1, 2, 3].map((word) => hash([word, name, ...keys].join(':'))))
}

/** A uniformly random order of 0 … length - 1 (Fisher-Yates; Knuth, TAOCP 2, 3.4.2, Algorithm P). */
export function permutation(length: number, random: RandomGenerator): Uint32Array {
  const order = Uint32Array.from({ length }, (_, index) => index)
  for (let last = length - 1; last > 0; last--) {
    const chosen = uniformInt(random, 0, last)
    const index = order[chosen]!
    order[chosen] = order[last]!
    order[last] = index
  }
  return order
}

/** FNV-1a of 32 bits, then MurmurHash3's finalizer, which spreads the last characters over all bits. */
function hash(text: string): number {
  let bits = 0x811c9dc5
  for (let index = 0; index < text.length; index++) {
    bits = Math.imul(bits ^ text.charCodeAt(index), 0x01000193)
  }
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return bits ^ (bits >>> 16)
}
