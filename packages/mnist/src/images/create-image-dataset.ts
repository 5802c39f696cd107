import { batches } from './batches.ts'
import { requireIntegerIn } from './check.ts'
import { stratifiedSplit } from './stratified-split.ts'
import type { IdxArray } from '../idx/idx-array.ts'
import type { ImageDataset } from './image-dataset.ts'
import type { ImageStore } from './image-store.ts'

/** The options of {@link createImageDataset}. */
export interface CreateImageDatasetOptions {
  /** Images, uint8 [count, height, width] or [count, height, width, channels]. They are not copied. */
  images: IdxArray
  /** Labels [count], or QMNIST's [count, columns] with the class in column 0. */
  labels: IdxArray
  /** The number of classes, an integer in [1, 256]. Default: the largest label plus 1. */
  classes?: number
  /** The label of class 0, for example 1 for EMNIST letters with labels from 1 to 26. Default 0. */
  firstLabel?: number
}

/**
 * Creates a dataset of images and labels, such as the arrays of two IDX files.
 *
 * @throws {TypeError} If `images` are not uint8
 * @throws {RangeError} If a rank is wrong, the counts differ, or a label is not one of the `classes`
 *
 * @example
 * const train = createImageDataset({ images: await readIdx(imageBytes), labels: await readIdx(labelBytes) })
 * train.size // 60000
 */
export function createImageDataset(options: CreateImageDatasetOptions): ImageDataset {
  const { images, labels, classes, firstLabel = 0 } = options
  if (!(images.data instanceof Uint8Array)) {
    throw new TypeError(
      `Images have the wrong type: expected a Uint8Array, got a ${images.data.constructor.name}.`,
    )
  }
  const [count = 0, height = 0, width = 0, channels = 1] = images.shape
  if (images.shape.length < 3 || images.shape.length > 4 || height * width * channels === 0) {
    throw new RangeError(
      'Images have the wrong shape: expected [count, height, width] or [count, height, width, channels], ' +
        `got [${images.shape.join(', ')}].`,
    )
  }
  if (labels.shape.length < 1 || labels.shape.length > 2 || labels.shape[1] === 0) {
    throw new RangeError(
      `Labels have the wrong shape: expected [count] or [count, columns], got [${labels.shape.join(', ')}].`,
    )
  }
  if (labels.shape[0] !== count) {
    throw new RangeError(
      `Images and labels disagree: expected ${count} labels for ${count} images, got ${labels.shape[0]}. ` +
        'They probably belong to different sets.',
    )
  }
  checkFilled('Images', images)
  checkFilled('Labels', labels)
  if (classes !== undefined) requireIntegerIn('classes', classes, 1, 256)
  const classLabels = toClasses(labels, firstLabel, classes ?? 256)
  const store: ImageStore = {
    pixels: images.data,
    labels: classLabels,
    classes: classes ?? classLabels.reduce((largest, label) => Math.max(largest, label), -1) + 1,
    shape: { height, width, channels },
  }
  return view(
    store,
    Uint32Array.from({ length: count }, (_, index) => index),
  )
}

function checkFilled(subject: string, { shape, data }: IdxArray): void {
  const expected = shape.reduce((product, size) => product * size, 1)
  if (data.length !== expected) {
    throw new RangeError(
      `${subject} do not fill their shape [${shape.join(', ')}]: expected ${expected} elements, got ${data.length}.`,
    )
  }
}

function toClasses(labels: IdxArray, firstLabel: number, classes: number): Uint8Array {
  const [count = 0, columns = 1] = labels.shape
  return Uint8Array.from({ length: count }, (_, index) => {
    const label = labels.data[index * columns]!
    const inRange = Number.isInteger(label) && label >= firstLabel && label < firstLabel + classes
    if (!inRange) {
      throw new RangeError(
        `Label of image ${index} is out of range: expected an integer in ` +
          `[${firstLabel}, ${firstLabel + classes - 1}], got ${label}.`,
      )
    }
    return label - firstLabel
  })
}

function view(store: ImageStore, indices: Uint32Array): ImageDataset {
  const { pixels, classes, shape } = store
  const pixelsPerImage = shape.height * shape.width * shape.channels
  const at = (index: number): number => {
    requireIntegerIn('index', index, 0, indices.length - 1)
    return indices[index]!
  }
  const labels = (): Uint8Array => Uint8Array.from(indices, (index) => store.labels[index]!)
  return {
    size: indices.length,
    classes,
    shape,
    image: (index) => pixels.subarray(at(index) * pixelsPerImage, (at(index) + 1) * pixelsPerImage),
    label: (index) => store.labels[at(index)]!,
    classCounts() {
      const counts = new Array<number>(classes).fill(0)
      for (const label of labels()) counts[label]!++
      return counts
    },
    slice(start, end = indices.length) {
      requireIntegerIn('start', start, 0, indices.length)
      requireIntegerIn('end', end, start, indices.length)
      return view(store, indices.subarray(start, end))
    },
    split(options) {
      const [part, remainder] = stratifiedSplit(labels(), classes, options)
      return [view(store, part.map(at)), view(store, remainder.map(at))]
    },
    batches: (options) => batches(store, indices, options),
  }
}
