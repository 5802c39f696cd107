/** The size of one image. */
export interface ImageShape {
  /** Rows of pixels. */
  readonly height: number
  /** Columns of pixels. */
  readonly width: number
  /** Values a pixel: 1 for grey. */
  readonly channels: number
}

/** What a dataset and all its parts share; not part of the public interface. */
export interface ImageStore {
  readonly pixels: Uint8Array
  readonly labels: Uint8Array
  readonly classes: number
  readonly shape: ImageShape
}
