import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { numberedImages } from '../../test/tiny-images.ts'
import { createImageDataset } from './create-image-dataset.ts'
import type { BatchOptions } from './batches.ts'
import type { ImageDataset } from './image-dataset.ts'

const seed = fc.integer({ min: Number.MIN_SAFE_INTEGER + 1, max: Number.MAX_SAFE_INTEGER })
const options = fc.record(
  { batchSize: fc.integer({ min: 1, max: 40 }), shuffle: fc.record({ seed, epoch: fc.nat() }) },
  { requiredKeys: ['batchSize'] },
)

/** The numbers of the images in the order of the batches, which must be full but for the last. */
function order(dataset: ImageDataset, options: BatchOptions): number[] {
  const numbers: number[] = []
  for (const { images, shape } of dataset.batches(options)) {
    expect(shape).toEqual([Math.min(options.batchSize, dataset.size - numbers.length), 1, 1, 1])
    numbers.push(...Array.from(images, (value) => Math.round(value * 255)))
  }
  return numbers
}

const inOrder = (size: number): number[] => Array.from({ length: size }, (_, index) => index)
const dataset = numberedImages(inOrder(100).map((index) => index % 7))

describe('batches', () => {
  it('returns every image once, with its label', () => {
    fc.assert(
      fc.property(fc.nat(60), options, (size, options) => {
        const labels = inOrder(size).map((index) => (index * 5) % 11)
        const seen: number[] = []
        for (const batch of numberedImages(labels, 11).batches(options)) {
          const numbers = Array.from(batch.images, (value) => Math.round(value * 255))
          expect(Array.from(batch.labels)).toEqual(numbers.map((number) => labels[number]))
          seen.push(...numbers)
        }
        expect(seen.sort((a, b) => a - b)).toEqual(inOrder(size))
      }),
    )
  })

  it('keeps the order without shuffling, and returns a smaller last batch', () => {
    expect(order(dataset, { batchSize: 32 })).toEqual(inOrder(100))
    expect(Array.from(dataset.batches({ batchSize: 32 }), ({ shape }) => shape[0])).toEqual([32, 32, 32, 4])
  })

  it('shuffles as an independent implementation does', () => {
    const vectors = JSON.parse(
      readFileSync(new URL('../../test/vectors/shuffle.json', import.meta.url), 'utf8'),
    ) as {
      cases: { seed: number; epoch: number; order: number[] }[]
      of60000: { seed: number; epoch: number; first: number[] }
    }
    for (const { order: expected, ...shuffle } of vectors.cases) {
      expect(order(dataset.slice(0, expected.length), { batchSize: 5, shuffle })).toEqual(expected)
    }
    const { first, ...shuffle } = vectors.of60000
    const [batch] = numberedImages(new Array<number>(60_000).fill(0)).batches({ batchSize: 6, shuffle })
    expect(Array.from(batch!.images, (value) => Math.round(value * 255))).toEqual(first.map((n) => n % 256))
  })

  it('shuffles the same for every batch size, and differently for every seed and epoch', () => {
    fc.assert(
      fc.property(seed, fc.nat(), fc.integer({ min: 1, max: 100 }), (seed, epoch, batchSize) => {
        const first = order(dataset, { batchSize: 100, shuffle: { seed, epoch } })
        expect(order(dataset, { batchSize, shuffle: { seed, epoch } })).toEqual(first)
        expect(order(dataset, { batchSize, shuffle: { seed, epoch: epoch + 1 } })).not.toEqual(first)
        expect(order(dataset, { batchSize, shuffle: { seed: seed - 1, epoch } })).not.toEqual(first)
      }),
    )
  })

  it('puts every image at every position equally often', () => {
    // 3 images have 6 orders; over 6,000 epochs each count has mean 1,000 and deviation 29.
    const counts = new Map<string, number>()
    const three = dataset.slice(0, 3)
    for (let epoch = 0; epoch < 6000; epoch++) {
      const key = order(three, { batchSize: 3, shuffle: { seed: 1, epoch } }).join()
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }
    expect(counts.size).toBe(6)
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150)
  })

  it('turns each byte b into the float32 nearest to b / 255, pixels in NHWC order', () => {
    const data = Uint8Array.from({ length: 256 }, (_, byte) => byte)
    const dataset = createImageDataset({
      images: { shape: [2, 4, 8, 4], data },
      labels: { shape: [2], data: Uint8Array.of(0, 1) },
    })
    const [batch] = dataset.batches({ batchSize: 2 })
    expect(batch?.shape).toEqual([2, 4, 8, 4])
    batch?.images.forEach((value, byte) => expect(value).toBe(Math.fround(byte / 255)))
    expect(batch?.images[0]).toBe(0)
    expect(batch?.images[255]).toBe(1)
  })

  it('reuses one buffer within a loop and none between loops', () => {
    const batches = dataset.batches({ batchSize: 10 })
    const buffers = new Set(Array.from(batches, ({ images }) => images.buffer))
    expect(buffers.size).toBe(1)
    const [one, other] = [batches[Symbol.iterator](), batches[Symbol.iterator]()]
    const first = one.next().value!
    const before = first.images.slice()
    other.next()
    other.next()
    expect(first.images).toEqual(before)
  })

  it('rejects invalid options at the call, before the first batch', () => {
    for (const batchSize of [0, -1, 1.5, NaN, Infinity]) {
      expect(() => dataset.batches({ batchSize })).toThrow(
        `\`batchSize\` must be a positive integer, got ${batchSize}.`,
      )
    }
    expect(() => dataset.batches({ batchSize: 1, shuffle: { seed: 0.5, epoch: 1 } })).toThrow(
      '`seed` must be an integer, got 0.5.',
    )
    expect(() => dataset.batches({ batchSize: 1, shuffle: { seed: 1, epoch: NaN } })).toThrow('`epoch`')
    const noEpoch = { seed: 1 } as { seed: number; epoch: number }
    expect(() => dataset.batches({ batchSize: 1, shuffle: noEpoch })).toThrow('got undefined')
  })
})
