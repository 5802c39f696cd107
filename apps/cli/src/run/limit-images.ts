import type { ImageDataset } from '@tunekit/mnist'

/** The number of standard deviations by which χ² of the first images may exceed its mean if the data is shuffled. */
const TOLERANCE = 4

/**
 * Returns `count` images. From shuffled data, where each class has about its share of the first images, returns the first images.
 * From other data, such as data sorted by class, returns a stratified sample, which is the same in every run.
 *
 * @param count Undefined, or more than the number of images: all images
 * @param limits Undefined: the first images of any data
 */
export function limitImages(
  images: ImageDataset,
  count: number | undefined,
  limits: 'balanced' | undefined,
): ImageDataset {
  if (count === undefined || count >= images.size) return images
  const first = images.slice(0, count)
  return limits === undefined || isBalanced(first, images) ? first : images.split({ count, seed: 0 })[0]
}

/** Whether the classes of a part are about as frequent as in a random sample of the same size, by Pearson's χ². */
function isBalanced(part: ImageDataset, images: ImageDataset): boolean {
  const counts = part.classCounts()
  const terms = images.classCounts().flatMap((total, label) => {
    const expected = (part.size * total) / images.size
    return total === 0 ? [] : [(counts[label]! - expected) ** 2 / expected]
  })
  const chiSquared = terms.reduce((sum, term) => sum + term, 0) / (1 - part.size / images.size)
  const degrees = terms.length - 1
  return chiSquared <= degrees + TOLERANCE * Math.sqrt(2 * degrees)
}
