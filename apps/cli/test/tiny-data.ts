import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { encodeIdx } from '@tunekit/mnist'

/** The height and width of the images, the smallest that LeNet-5 accepts. */
const SIDE = 16

/** Returns the labels of `size` images, which cycle through the classes. */
export function cyclicLabels(size: number, classes = 4): number[] {
  return Array.from({ length: size }, (_, index) => index % classes)
}

/**
 * Writes a dataset of small images that can be learned: each class is bright in another quarter, with noise that depends
 * only on the number of the image.
 *
 * @param sets The labels of the images. Without `test`, there is no test set
 * @returns The folder
 */
export async function writeTinyData(
  folder: string,
  { train, test }: { train: readonly number[]; test?: readonly number[] },
): Promise<string> {
  await mkdir(folder, { recursive: true })
  for (const [name, labels] of Object.entries({ train, ...(test && { t10k: test }) })) {
    const data = Uint8Array.from(labels.flatMap((label, index) => pixels(label, index)))
    const images = encodeIdx({ shape: [labels.length, SIDE, SIDE], data })
    await writeFile(join(folder, `${name}-images-idx3-ubyte`), images)
    const bytes = encodeIdx({ shape: [labels.length], data: Uint8Array.from(labels) })
    await writeFile(join(folder, `${name}-labels-idx1-ubyte`), bytes)
  }
  return folder
}

function pixels(label: number, index: number): number[] {
  return Array.from({ length: SIDE * SIDE }, (_, position) => {
    const [row, column] = [Math.floor(position / SIDE), position % SIDE]
    const quarter = 2 * Number(row >= SIDE / 2) + Number(column >= SIDE / 2)
    const noise = (index * 7919 + position * 104_729) % 97
    return quarter === label % 4 ? 120 + noise : noise
  })
}
