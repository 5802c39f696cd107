import { encodeIdx } from '../src/idx/encode-idx.ts'
import type { FileRole } from '../src/datasets/dataset-info.ts'

/** The IDX files of a dataset of 3 training and 2 test images of 2×2 pixels, with labels from `firstLabel`. */
export function tinyFiles(firstLabel = 0): Record<FileRole, Uint8Array> {
  const images = (count: number): Uint8Array =>
    encodeIdx({ shape: [count, 2, 2], data: Uint8Array.from({ length: 4 * count }, (_, index) => index) })
  const labels = (...values: number[]): Uint8Array =>
    encodeIdx({ shape: [values.length], data: Uint8Array.from(values, (value) => value + firstLabel) })
  return {
    'train-images': images(3),
    'train-labels': labels(2, 0, 1),
    'test-images': images(2),
    'test-labels': labels(1, 1),
  }
}
