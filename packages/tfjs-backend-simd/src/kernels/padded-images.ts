import type { backend_util } from '@tensorflow/tfjs-core'
import { FILL_BLOCK_BYTES } from '../generated/operations.ts'
import type { NativeTensors } from '../native/native-tensors.ts'

/** A batch of images, and where each image lies in an image with a border. All strides and offsets are in bytes. */
export interface PaddedImages {
  readonly count: number
  readonly height: number
  readonly width: number
  readonly paddedHeight: number
  readonly paddedWidth: number
  /** The bytes of one pixel: all its channels. */
  readonly pixelBytes: number
  /** The bytes from one padded image to the next. */
  readonly imageStride: number
  /** The offset of an image's first float in the padded image. */
  readonly corner: number
}

/** The border around an image: the rows above, the columns to the left, and the size of the image with its border. */
export interface Border {
  readonly top: number
  readonly left: number
  readonly paddedHeight: number
  readonly paddedWidth: number
}

/** Places images of shape [count, height, width, channels] in a border. Nothing is copied. */
export function padImages(
  [count, height, width, channels]: readonly number[],
  { top, left, paddedHeight, paddedWidth }: Border,
): PaddedImages {
  const pixelBytes = channels * 4
  const row = paddedWidth * pixelBytes
  return {
    count,
    height,
    width,
    paddedHeight,
    paddedWidth,
    pixelBytes,
    imageStride: paddedHeight * row,
    corner: top * row + left * pixelBytes,
  }
}

/** The border in which every window of a convolution lies. */
export function borderOf(info: backend_util.Conv2DInfo): Border {
  const { top, left } = info.padInfo
  // For a numeric pad, tfjs assumes a square window and stride, so the last windows may lie beyond the border.
  return {
    top,
    left,
    paddedHeight: Math.max(
      top + info.inHeight,
      (info.outHeight - 1) * info.strideHeight + info.effectiveFilterHeight,
    ),
    paddedWidth: Math.max(
      left + info.inWidth,
      (info.outWidth - 1) * info.strideWidth + info.effectiveFilterWidth,
    ),
  }
}

export function isPadded({ height, width, paddedHeight, paddedWidth }: PaddedImages): boolean {
  return paddedHeight !== height || paddedWidth !== width
}

/** Calls `use` with the address of the images, or of a copy with borders of zeros if they are padded. */
export function withPadded(
  backend: NativeTensors,
  address: number,
  images: PaddedImages,
  use: (address: number) => void,
): void {
  if (!isPadded(images)) return use(address)
  const size = images.count * images.imageStride
  backend.withScratch(size, (padded) => {
    appendZeros(backend, padded, size)
    copyImages(backend, images, address, padded + images.corner, 'in')
    use(padded)
  })
}

/** Appends a command that sets `bytes` bytes to zero. */
export function appendZeros({ queue }: NativeTensors, target: number, bytes: number): void {
  queue.append.zero({ units: Math.ceil(bytes / FILL_BLOCK_BYTES), work: bytes / 4, target, bytes })
}

/** Copies images into padded images (`in`), or out of them. */
export function copyImages(
  backend: NativeTensors,
  images: PaddedImages,
  source: number,
  target: number,
  direction: 'in' | 'out',
): void {
  const rowBytes = images.width * images.pixelBytes
  const imageBytes = images.height * rowBytes
  const paddedRow = images.paddedWidth * images.pixelBytes
  const isIn = direction === 'in'
  backend.queue.append.copyRows({
    units: images.count,
    work: (images.count * imageBytes) / 4,
    source,
    target,
    rows: images.height,
    rowBytes,
    sourceRow: isIn ? rowBytes : paddedRow,
    targetRow: isIn ? paddedRow : rowBytes,
    sourceBlock: isIn ? imageBytes : images.imageStride,
    targetBlock: isIn ? images.imageStride : imageBytes,
  })
}
