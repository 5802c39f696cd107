import type { ImageDataset } from '@tunekit/mnist'

/** Standard deviations by which a class may be off its share among the first images of data in random order. */
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

/** Whether a class's number of images in a part is within {@link TOLERANCE} of what a random choice would give. */
function isBalanced(part: ImageDataset, images: ImageDataset): boolean {
  const counts = part.classCounts()
  return images.classCounts().every((inAll, label) => {
    const share = inAll / images.size
    const deviation = Math.sqrt(part.size * share * (1 - share) * (1 - part.size / images.size))
    return Math.abs(counts[label]! - part.size * share) <= Math.max(1, TOLERANCE * deviation)
  })
}
