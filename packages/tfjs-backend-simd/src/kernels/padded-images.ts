import type { backend_util } from '@tensorflow/tfjs-core'
import type { NativeTensors } from '../native/native-tensors.ts'

/** A batch of images, and where each lies in one with a border. All strides and offsets are in bytes. */
export interface PaddedImages {
  readonly count: number
  readonly height: number
  readonly width: number
  readonly paddedHeight: number
  readonly paddedWidth: number
  /** Of one place, all its channels. */
  readonly pixel: number
  /** From one padded image to the next. */
  readonly imageStride: number
  /** Offset of an image's first float in the padded one. */
  readonly corner: number
}

/** Places in the border and beside it. */
export interface Border {
  readonly top: number
  readonly left: number
  readonly paddedHeight: number
  readonly paddedWidth: number
}

export function padImages(
  [count, height, width, channels]: readonly number[],
  { top, left, paddedHeight, paddedWidth }: Border,
): PaddedImages {
  const pixel = channels * 4
  const row = paddedWidth * pixel
  return {
    count,
    height,
    width,
    paddedHeight,
    paddedWidth,
    pixel,
    imageStride: paddedHeight * row,
    corner: top * row + left * pixel,
  }
}

/** The border in which every window of a convolution lies. */
export function borderOf(info: backend_util.Conv2DInfo): Border {
  const { top, left } = info.padInfo
  // For a numeric pad tfjs takes the window and stride to be square, so the last windows may lie beyond the border.
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

/** Calls `use` with the address of the images, or of a copy of them with borders of zeros. */
export function withPadded(
  backend: NativeTensors,
  address: number,
  images: PaddedImages,
  use: (address: number) => void,
): void {
  if (!isPadded(images)) return use(address)
  const size = images.count * images.imageStride
  backend.withScratch(size, (padded) => {
    backend.queue.append('zero', { units: Math.ceil(size / 64), work: size / 4 }, padded, size)
    copyImages(backend, images, address, padded + images.corner, 'in')
    use(padded)
  })
}

/** Copies images into their padded ones, or out of them. */
export function copyImages(
  backend: NativeTensors,
  images: PaddedImages,
  from: number,
  to: number,
  direction: 'in' | 'out',
): void {
  const rowBytes = images.width * images.pixel
  const imageBytes = images.height * rowBytes
  const image = [rowBytes, imageBytes]
  const padded = [images.paddedWidth * images.pixel, images.imageStride]
  const [source, target] = direction === 'in' ? [image, padded] : [padded, image]
  const share = { units: images.count, work: (images.count * imageBytes) / 4 }
  backend.queue.append(
    'copyRows',
    share,
    from,
    to,
    images.height,
    rowBytes,
    source[0],
    target[0],
    source[1],
    target[1],
  )
}
