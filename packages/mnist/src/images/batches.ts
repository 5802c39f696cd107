import { randomStream } from '@tunekit/random-stream'
import { requireInteger, requirePositiveInteger } from './check.ts'
import type { ImageStore } from './image-store.ts'

/** Some images, ready for a network. */
export interface Batch {
  /** NHWC, a byte b as the float32 nearest to b / 255, so in [0, 1]. The next batch overwrites it. */
  readonly images: Float32Array
  /** The class of each image. The next batch overwrites it. */
  readonly labels: Uint8Array
  /** The shape of `images`. */
  readonly shape: readonly [size: number, height: number, width: number, channels: number]
}

/** How to batch. */
export interface BatchOptions {
  /** Images a batch, an integer from 1. */
  batchSize: number
  /** Take the images in the random order of this seed and epoch, both safe integers. Default: in order. */
  shuffle?: { seed: number; epoch: number }
}

/** What each byte becomes. Rounding b / 255 twice, to float64 and then float32, is the same as rounding it once. */
const unit: Float32Array = Float32Array.from({ length: 256 }, (_, byte) => byte / 255)

/** Batches of the images that `indices` picks out of `store`. */
export function batches(store: ImageStore, indices: Uint32Array, options: BatchOptions): Iterable<Batch> {
  const { batchSize, shuffle } = options
  requirePositiveInteger('batchSize', batchSize)
  if (shuffle) {
    requireInteger('seed', shuffle.seed)
    requireInteger('epoch', shuffle.epoch)
  }
  return { [Symbol.iterator]: () => fillBatches(store, indices, options) }
}

function* fillBatches(store: ImageStore, indices: Uint32Array, options: BatchOptions): Generator<Batch> {
  const { batchSize, shuffle } = options
  const { height, width, channels } = store.shape
  const pixels = height * width * channels
  const order = shuffle && randomStream('shuffle', shuffle.seed, shuffle.epoch).permutation(indices.length)
  const capacity = Math.min(batchSize, indices.length)
  const images = new Float32Array(capacity * pixels)
  const labels = new Uint8Array(capacity)
  for (let start = 0; start < indices.length; start += batchSize) {
    const size = Math.min(batchSize, indices.length - start)
    for (let slot = 0, target = 0; slot < size; slot++, target += pixels) {
      const index = indices[order ? order[start + slot]! : start + slot]!
      labels[slot] = store.labels[index]!
      toUnit(store.pixels, index * pixels, images, target, pixels)
    }
    yield {
      images: images.subarray(0, size * pixels),
      labels: labels.subarray(0, size),
      shape: [size, height, width, channels],
    }
  }
}

/** A function of its own: inside the generator the same loop takes half as long again. */
function toUnit(from: Uint8Array, start: number, to: Float32Array, target: number, count: number): void {
  for (let i = 0; i < count; i++) to[target + i] = unit[from[start + i]!]!
}
