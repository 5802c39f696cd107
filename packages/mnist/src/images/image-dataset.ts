import type { Batch, BatchOptions } from './batches.ts'
import type { ImageShape } from './image-store.ts'
import type { SplitOptions } from './stratified-split.ts'

/**
 * Labelled images, kept as bytes: 47 MB for the 60,000 of MNIST. Never changes. Parts of a dataset are datasets that
 * share its pixels.
 */
export interface ImageDataset {
  /** Number of images. */
  readonly size: number
  /** Number of classes; every label is below it. */
  readonly classes: number
  readonly shape: ImageShape
  /**
   * One image: its bytes, row by row, channels last. A view, not a copy: do not write to it.
   *
   * @throws {RangeError} If `index` is not an integer in [0, `size` − 1]
   */
  image(index: number): Uint8Array
  /**
   * The class of one image, from 0 to `classes` - 1.
   *
   * @throws {RangeError} If `index` is not an integer in [0, `size` − 1]
   */
  label(index: number): number
  /** The number of images of each class, in order of class. */
  classCounts(): readonly number[]
  /**
   * The images `start` up to, not including, `end`, in the same order.
   *
   * @param start From 0 to `end`
   * @param end From `start` to `size`. Default `size`
   * @throws {RangeError} If the bounds are not integers in those ranges; unlike an array's, they are not clipped
   */
  slice(start: number, end?: number): ImageDataset
  /**
   * Divides the images into two datasets at random, each with the class proportions of the whole: of every class each
   * part gets its exact share, rounded up or down. Both keep the images in their order here. The same seed gives the
   * same parts.
   *
   * @returns The part of `count` images, or of `fraction` of them, then the rest
   * @throws {RangeError} If `fraction` is not in [0, 1], or `count` is not an integer in [0, `size`]
   * @throws {TypeError} If not exactly one of the two is given
   *
   * @example
   * const [validation, training] = train.split({ count: 5000, seed: 7 })
   */
  split(options: SplitOptions): readonly [part: ImageDataset, rest: ImageDataset]
  /**
   * The images in batches, in order or in a shuffled order that depends on nothing but `seed` and `epoch`. Every image
   * comes once; the last batch is smaller when `batchSize` does not divide `size`.
   *
   * A batch is a view on a buffer that the next batch of the same loop overwrites. Each loop has a buffer of its own,
   * so loops may run side by side.
   *
   * @throws {RangeError} At once, if an option is out of range
   *
   * @example
   * for (const { images, labels, shape } of train.batches({ batchSize: 32, shuffle: { seed: 42, epoch: 1 } })) …
   */
  batches(options: BatchOptions): Iterable<Batch>
}
