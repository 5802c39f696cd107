import { describe, expect, it } from '@jest/globals'
import { createImageDataset } from '@tunekit/mnist'
import type { ImageDataset } from '@tunekit/mnist'
import { UsageError } from '../process/usage-error.ts'
import { holdOut } from './hold-out.ts'

/** Images of one pixel each, its value their number; the last third is of class 1. */
const images = createImageDataset({
  images: { shape: [60, 1, 1], data: Uint8Array.from({ length: 60 }, (_, index) => index) },
  labels: { shape: [60], data: Uint8Array.from({ length: 60 }, (_, index) => Number(index >= 40)) },
})
const numbersIn = (part: ImageDataset): number[] =>
  Array.from({ length: part.size }, (_, index) => part.image(index)[0])

describe('holdOut', () => {
  it('takes of each class its share, and leaves the others', () => {
    const { train, validation } = holdOut(images, { count: 6, seed: 0 })
    expect(validation.classCounts()).toEqual([4, 2])
    expect(train.classCounts()).toEqual([36, 18])
    expect([...numbersIn(train), ...numbersIn(validation)].sort((a, b) => a - b)).toEqual(numbersIn(images))
  })

  it('takes the same for the same seed, and others for another', () => {
    const [once, again, other] = [0, 0, 1].map((seed) =>
      numbersIn(holdOut(images, { count: 6, seed }).validation),
    )
    expect(again).toEqual(once)
    expect(other).not.toEqual(once)
  })

  it.each([2, 58])('can take %i of 60 images of 2 classes', (count) => {
    const { train, validation } = holdOut(images, { count, seed: 0 })
    expect([validation.size, train.size]).toEqual([count, 60 - count])
  })

  it.each([1, 59, 61])('rejects taking %i of 60 images of 2 classes', (count) => {
    expect(() => holdOut(images, { count, seed: 0 })).toThrow(UsageError)
    expect(() => holdOut(images, { count, seed: 0 })).toThrow(
      `expected 2 to 58 of 60 training images, got ${count}.`,
    )
  })
})
