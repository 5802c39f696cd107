import { randomStream } from '@tunekit/random-stream'
import { requireInteger, requirePositiveInteger } from './check.ts'
import type { ImageStore } from './image-store.ts'

/** Images for one step of training, with their labels. */
export interface Batch {
  /** Pixels in [0, 1], NHWC: each byte b is the float32 nearest to b / 255. The next batch overwrites the array. */
  readonly images: Float32Array
  /** The class of each image. The next batch overwrites the array. */
  readonly labels: Uint8Array
  /** The shape of `images`. */
  readonly shape: readonly [size: number, height: number, width: number, channels: number]
}

/** The options of `ImageDataset.batches`. */
export interface BatchOptions {
  /** The number of images in a batch, a positive integer. */
  batchSize: number
  /** The seed and the epoch, both integers, that decide a random order of the images. Default: the images stay in order. */
  shuffle?: { seed: number; epoch: number }
}

/** The float32 of each byte. Rounding b / 255 to float64 and then to float32 is the same as rounding it once. */
const unit: Float32Array = Float32Array.from({ length: 256 }, (_, byte) => byte / 255)

/** Returns batches of the images of `store` at `indices`. */
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

/** Converts bytes to float32. It is a separate function, because the same loop in the generator takes 50% longer. */
function toUnit(from: Uint8Array, start: number, to: Float32Array, target: number, count: number): void {
  for (let i = 0; i < count; i++) to[target + i] = unit[from[start + i]!]!
}
