import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus'

/** Uniform numbers in [0, 1), of 53 bits. */
export type Random = () => number

/**
 * Random numbers that depend on nothing but a name and keys, so that no use of one stream moves another: what a sampler
 * draws for one trial does not depend on what it drew for those before.
 *
 * @param name What the numbers are for, such as 'sampler'
 * @param keys Safe integers, such as a study's seed and a trial's number
 *
 * @example
 * const random = randomStream('sampler', 1, 7)
 * random() // 0.7149997878103884
 */
export function randomStream(name: string, ...keys: readonly number[]): Random {
  const state = [0, 1, 2, 3].map((word) => hash([word, name, ...keys].join(':')))
  const generator = xoroshiro128plusFromState(state)
  return () => uniformFloat64(generator)
}

/** A seed from 0 to 2³¹ − 1 that depends on nothing but a name and keys. */
export function deriveSeed(name: string, ...keys: readonly number[]): number {
  return hash([name, ...keys].join(':')) >>> 1
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
