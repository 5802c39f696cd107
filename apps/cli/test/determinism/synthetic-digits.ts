import { createImageDataset } from '@tunekit/mnist'
import type { ImageDataset } from '@tunekit/mnist'

const CLASSES = 10
const SIZE = 28

/** Images of 28 × 28: dim noise, and a bright bar of three rows and columns at a place that tells one of 10 classes. */
export function syntheticDigits({ count, seed }: { count: number; seed: number }): ImageDataset {
  let state = seed
  const labels = Uint8Array.from({ length: count }, (_, image) => image % CLASSES)
  const pixels = Uint8Array.from({ length: count * SIZE * SIZE }, (_, index) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    const label = labels[Math.floor(index / SIZE ** 2)]
    const row = Math.floor(index / SIZE) % SIZE
    const column = index % SIZE
    const isBright = isInBar(label < 5 ? row : column, label % 5)
    return (isBright ? 160 : 0) + (state >>> 26)
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
