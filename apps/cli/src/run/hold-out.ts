import type { ImageDataset } from '@tunekit/mnist'
import { UsageError } from '../process/usage-error.ts'

/**
 * Splits validation images off a training set: a random sample of each class, in proportion. The sample depends only on `seed`.
 *
 * @throws {UsageError} If either part would have fewer images than there are classes
 */
export function holdOut(
  images: ImageDataset,
  { count, seed }: { count: number; seed: number },
): { train: ImageDataset; validation: ImageDataset } {
  const { size, classes } = images
  if (count < classes || count > size - classes) {
    throw new UsageError(
      `--validation must be from ${classes} to ${size - classes} of the ${size} training images, so that both parts have ` +
        `at least as many images as there are classes, got ${count}.`,
    )
  }
  const [validation, train] = images.split({ count, seed })
  return { train, validation }
}
