import { createImageDataset } from '../src/images/create-image-dataset.ts'
import type { ImageDataset } from '../src/images/image-dataset.ts'

/** Creates a dataset of 1×1 images with the given labels. The only pixel of an image is the image's number. */
export function numberedImages(labels: readonly number[], classes?: number): ImageDataset {
  return createImageDataset({
    images: { shape: [labels.length, 1, 1], data: Uint8Array.from(labels, (_, index) => index) },
    labels: { shape: [labels.length], data: Uint8Array.from(labels) },
    classes,
  })
}

/** The numbers of a dataset of numbered images, in order. */
export function numbersOf(dataset: ImageDataset): number[] {
  return Array.from({ length: dataset.size }, (_, index) => dataset.image(index)[0]!)
}
