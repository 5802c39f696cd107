import type { ImageDataset } from '@tunekit/mnist'

/** Standard deviations by which χ² may exceed its mean among the first images of data in random order. */
const TOLERANCE = 4

/**
 * Takes `count` images: the first ones, if each class has about its share among them, as in data in random order.
 * Otherwise, as in sorted data, a stratified sample, always the same one.
 *
 * @param count All images if it is larger than their number, or undefined
 * @param limits Absent: the first images of any data
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

/** Whether the classes of a part are about as frequent as in a random choice of as many images, by Pearson's χ². */
function isBalanced(part: ImageDataset, images: ImageDataset): boolean {
  const counts = part.classCounts()
  const terms = images.classCounts().flatMap((inAll, label) => {
    const expected = (part.size * inAll) / images.size
    return inAll === 0 ? [] : [(counts[label]! - expected) ** 2 / expected]
  })
  const chiSquared = terms.reduce((sum, term) => sum + term, 0) / (1 - part.size / images.size)
  const degrees = terms.length - 1
  return chiSquared <= degrees + TOLERANCE * Math.sqrt(2 * degrees)
}
