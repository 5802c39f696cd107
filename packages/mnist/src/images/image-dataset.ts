import type { Batch, BatchOptions } from './batches.ts'
import type { ImageShape } from './image-store.ts'
import type { SplitOptions } from './stratified-split.ts'

/**
 * Labeled images, kept as bytes: 47 MB for MNIST's 60,000 images. A dataset never changes. Its parts are datasets that share its
 * pixels.
 */
export interface ImageDataset {
  /** The number of images. */
  readonly size: number
  /** The number of classes. Labels are in [0, `classes` − 1]. */
  readonly classes: number
  /** The size of each image. */
  readonly shape: ImageShape
  /**
   * Returns the bytes of one image, row by row, channels last. They are a view, not a copy: do not write to them.
   *
   * @throws {RangeError} If `index` is not an integer in [0, `size` − 1]
   */
  image(index: number): Uint8Array
  /**
   * Returns the class of one image, in [0, `classes` − 1].
   *
   * @throws {RangeError} If `index` is not an integer in [0, `size` − 1]
   */
  label(index: number): number
  /** Returns the number of images of each class, in order of class. */
  classCounts(): readonly number[]
  /**
   * Returns the images from `start` up to but not including `end`, in the same order.
   *
   * @param start An integer in [0, `end`]
   * @param end An integer in [`start`, `size`]. Default `size`
   * @throws {RangeError} If a bound is out of range; unlike the bounds of an array's `slice`, they are not clipped
   */
  slice(start: number, end?: number): ImageDataset
  /**
   * Randomly divides the images into two datasets with the same class proportions: each part gets its exact share of every
   * class, rounded up or down. Both parts keep the order of the images. The same seed gives the same parts.
   *
   * @returns The part with `count` images, or the `fraction` of the images, and the remainder
   * @throws {RangeError} If `fraction` is not in [0, 1], or `count` is not an integer in [0, `size`]
   * @throws {TypeError} If both or neither of `fraction` and `count` are given
   *
   * @example
   * const [validation, training] = train.split({ count: 5000, seed: 7 })
   */
  split(options: SplitOptions): readonly [part: ImageDataset, remainder: ImageDataset]
  /**
   * Returns the images in batches, in order or in a random order that depends only on `seed` and `epoch`. Each image is in one
   * batch. The last batch is smaller if `batchSize` does not divide `size`.
   *
   * A batch is a view on a buffer that the next batch of the same loop overwrites. Each loop has its own buffer, so loops may
   * run at the same time.
   *
   * @throws {RangeError} If an option is out of range; the call throws it, not the loop
   *
   * @example
   * for (const { images, labels, shape } of train.batches({ batchSize: 32, shuffle: { seed: 42, epoch: 1 } })) …
   */
  batches(options: BatchOptions): Iterable<Batch>
}
