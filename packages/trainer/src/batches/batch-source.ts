/** Images with their labels. */
export interface Batch {
  /** Pixels in [0, 1], NHWC. The array may be a view on a buffer that the next batch overwrites. */
  readonly images: Float32Array
  /** The class index of each image, from 0. */
  readonly labels: Uint8Array | Int32Array
  /** The shape of `images`. */
  readonly shape: readonly [size: number, height: number, width: number, channels: number]
}

/** A source of images that can be read in batches any number of times. */
export interface BatchSource {
  /** The number of images. */
  readonly size: number
  /**
   * Reads every image once, in order or in an order that depends only on `shuffle`.
   *
   * The last batch is smaller if `batchSize` does not divide `size`. `fit` and `evaluate` throw if the batches do not have
   * `size` images in total, or if a label is not a class index.
   */
  batches(options: { batchSize: number; shuffle?: { seed: number; epoch: number } }): Iterable<Batch>
}
