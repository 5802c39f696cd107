/** The size of one image. */
export interface ImageShape {
  /** The number of rows of pixels. */
  readonly height: number
  /** The number of columns of pixels. */
  readonly width: number
  /** The number of values per pixel: 1 for gray. */
  readonly channels: number
}

/** The data that a dataset shares with all its parts. */
export interface ImageStore {
  readonly pixels: Uint8Array
  readonly labels: Uint8Array
  readonly classes: number
  readonly shape: ImageShape
}
