import { randomStream } from '@tunekit/random-stream'
import { requireInteger, requireIntegerIn } from './check.ts'

/** The options of `ImageDataset.split`: a seed, and either `fraction` or `count`. */
export interface SplitOptions {
  /** The share of the images for the first part, in [0, 1]. Its product with the size is rounded. */
  fraction?: number
  /** The number of images of the first part. */
  count?: number
  /** An integer that decides which images are in which part. */
  seed: number
}

/**
 * Chooses `count` positions of labels at random, with the same share of each class: ⌊count · c / n⌋ positions or one more if
 * c of the n labels belong to the class. The classes with the largest remainders get one more, the lower class in a tie.
 *
 * @returns The chosen positions and the other positions, both ascending
 */
export function stratifiedSplit(
  labels: Uint8Array,
  classes: number,
  options: SplitOptions,
): [Uint32Array, Uint32Array] {
  const count = partSize(labels.length, options)
  const sizes = new Array<number>(classes).fill(0)
  for (const label of labels) sizes[label]!++
  const quotas = sizes.map((size) => Math.floor((count * size) / labels.length) || 0)
  const byRemainder = sizes
    .map((size, label) => ({ label, remainder: (count * size) % labels.length }))
    .sort((a, b) => b.remainder - a.remainder || a.label - b.label)
  const missing = count - quotas.reduce((sum, quota) => sum + quota, 0)
  for (const { label } of byRemainder.slice(0, missing)) quotas[label]!++

  const inPart = new Uint8Array(labels.length)
  for (const index of randomStream('split', options.seed).permutation(labels.length)) {
    if (quotas[labels[index]!]!-- > 0) inPart[index] = 1
  }
  const positions = Uint32Array.from(labels, (_, index) => index)
  return [positions.filter((index) => inPart[index] === 1), positions.filter((index) => inPart[index] === 0)]
}

function partSize(size: number, { fraction, count, seed }: SplitOptions): number {
  requireInteger('seed', seed)
  if ((fraction === undefined) === (count === undefined)) {
    throw new TypeError('`split` needs exactly one of `fraction` and `count`.')
  }
  if (fraction !== undefined && !(fraction >= 0 && fraction <= 1)) {
    throw new RangeError(`\`fraction\` must be in [0, 1], got ${fraction}.`)
  }
  const part = count ?? Math.round(fraction! * size)
  requireIntegerIn('count', part, 0, size)
  return part
}
