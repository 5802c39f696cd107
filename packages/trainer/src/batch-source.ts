/** Some images with their labels. */
export interface Batch {
  /** NHWC pixels in [0, 1]. May be a view on a buffer that the next batch overwrites. */
  readonly images: Float32Array
  /** One class index an image, from 0. */
  readonly labels: Uint8Array | Int32Array
  readonly shape: readonly [size: number, height: number, width: number, channels: number]
}

/** Images that can be read in batches, any number of times. */
export interface BatchSource {
  /** Number of images. */
  readonly size: number
  /**
   * Reads every image once: in order, or in an order that depends on `shuffle` alone.
   *
   * The last batch is shorter when `batchSize` does not divide `size`. More or fewer images than `size` in all, or labels
   * that are no class indices, end the training or evaluation with an error.
   */
  batches(options: { batchSize: number; shuffle?: { seed: number; epoch: number } }): Iterable<Batch>
}
