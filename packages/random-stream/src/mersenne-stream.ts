import { uniformFloat32 } from 'pure-rand/distribution/uniformFloat32'
import { mersenne } from 'pure-rand/generator/mersenne'
import { fnv1a } from './hash.ts'
import type { Random } from './random-stream.ts'

/**
 * Creates a stream of uniform numbers from a Mersenne Twister (MT19937) whose seed is the FNV-1a hash of a name. Each number is
 * exact in float32. Initial weights come from this stream. Use `randomStream` for new purposes: its state has the bits of four
 * hashes instead of one.
 *
 * @param name The seed and the purpose of the numbers, such as '42/conv1.weight'
 * @returns A function that returns the next number in [0, 1), a multiple of 2⁻²⁴
 * @example
 * const random = mersenneStream('42/conv1.weight')
 * random() // 0.5855332612991333
 */
export function mersenneStream(name: string): Random {
  const generator = mersenne(fnv1a(name))
  return () => uniformFloat32(generator)
}
