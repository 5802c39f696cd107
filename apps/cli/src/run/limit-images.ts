import type { ImageDataset } from '@tunekit/mnist'

/** The first images of shuffled data may exceed the mean of χ² by this many standard deviations. */
const TOLERANCE = 4

/**
 * Takes `count` images. Of shuffled data, where each class has about its share of the first images, these are the first images.
 * Of other data, such as data sorted by class, they are a stratified sample, which is the same in every run.
 *
 * @param count Default: all images, as for a count above the number of images
 * @param limits Undefined takes the first images of any data
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
