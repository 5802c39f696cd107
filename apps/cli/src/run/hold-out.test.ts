import { describe, expect, it } from '@jest/globals'
import { createImageDataset } from '@tunekit/mnist'
import type { ImageDataset } from '@tunekit/mnist'
import { UsageError } from '../process/usage-error.ts'
import { holdOut } from './hold-out.ts'

/** Creates images of one pixel, whose value is the number of the image. The last third is of class 1. */
const images = createImageDataset({
  images: { shape: [60, 1, 1], data: Uint8Array.from({ length: 60 }, (_, index) => index) },
  labels: { shape: [60], data: Uint8Array.from({ length: 60 }, (_, index) => Number(index >= 40)) },
})
const numbersIn = (part: ImageDataset): number[] =>
  Array.from({ length: part.size }, (_, index) => part.image(index)[0])

describe('holdOut', () => {
  it('holds out each class in proportion, and keeps the other images for training', () => {
    const { train, validation } = holdOut(images, { count: 6, seed: 0 })
    expect(validation.classCounts()).toEqual([4, 2])
    expect(train.classCounts()).toEqual([36, 18])
    expect([...numbersIn(train), ...numbersIn(validation)].sort((a, b) => a - b)).toEqual(numbersIn(images))
  })

  it('holds out the same images for the same seed, and other images for another seed', () => {
    const [once, again, other] = [0, 0, 1].map((seed) =>
      numbersIn(holdOut(images, { count: 6, seed }).validation),
    )
    expect(again).toEqual(once)
    expect(other).not.toEqual(once)
  })

  it.each([2, 58])('can hold out %i of 60 images of 2 classes', (count) => {
    const { train, validation } = holdOut(images, { count, seed: 0 })
    expect([validation.size, train.size]).toEqual([count, 60 - count])
  })

  it.each([1, 59, 61])('rejects holding out %i of 60 images of 2 classes', (count) => {
    expect(() => holdOut(images, { count, seed: 0 })).toThrow(UsageError)
    expect(() => holdOut(images, { count, seed: 0 })).toThrow(
      '--validation must be from 2 to 58 of the 60 training images, so that both parts have at least as many images ' +
        `as there are classes, got ${count}.`,
    )
  })
})
