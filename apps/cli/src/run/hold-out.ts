import type { ImageDataset } from '@tunekit/mnist'
import { UsageError } from '../process/usage-error.ts'

/**
 * Takes validation images out of a training set: a random sample of each class, in proportion. The sample depends on `seed` alone.
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
      `--validation must take, and leave, at least as many images as there are classes: expected ${classes} to ` +
        `${size - classes} of ${size} training images, got ${count}.`,
    )
  }
  const [validation, train] = images.split({ count, seed })
  return { train, validation }
}
