import { createImageDataset } from '@tunekit/mnist'
import type { ImageDataset } from '@tunekit/mnist'
import { randomStream } from '@tunekit/random-stream'

const CLASSES = 10
const SIZE = 28

/** Creates images of 28 × 28: dim noise, and bright bars of three rows and three columns whose place shows one of 10 classes. */
export function syntheticDigits({ count, seed }: { count: number; seed: number }): ImageDataset {
  const random = randomStream('digits', seed).uniform
  const labels = Uint8Array.from({ length: count }, (_, image) => image % CLASSES)
  const pixels = Uint8Array.from({ length: count * SIZE * SIZE }, (_, index) => {
    const label = labels[Math.floor(index / SIZE ** 2)]
    const row = Math.floor(index / SIZE) % SIZE
    const column = index % SIZE
    const isBright = isInBar(label < 5 ? row : column, label % 5)
    return (isBright ? 160 : 0) + Math.floor(random() * 64)
  })
  return createImageDataset({
    images: { shape: [count, SIZE, SIZE], data: pixels },
    labels: { shape: [count], data: labels },
  })
}

function isInBar(position: number, bar: number): boolean {
  const start = 3 + 5 * bar
  return position >= start && position < start + 3
}
