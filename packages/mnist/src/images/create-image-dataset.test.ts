import { describe, expect, it } from '@jest/globals'
import { numberedImages, numbersOf } from '../../test/tiny-images.ts'
import { createImageDataset } from './create-image-dataset.ts'
import type { IdxArray } from '../idx/idx-array.ts'

const images: IdxArray = { shape: [3, 2, 2], data: Uint8Array.from({ length: 12 }, (_, index) => index) }
const labels = (...values: number[]): IdxArray => ({ shape: [values.length], data: Int16Array.from(values) })

describe('createImageDataset', () => {
  it('pairs images with labels', () => {
    const dataset = createImageDataset({ images, labels: labels(4, 0, 4) })
    expect(dataset).toMatchObject({ size: 3, classes: 5, shape: { height: 2, width: 2, channels: 1 } })
    expect(dataset.image(1)).toEqual(Uint8Array.of(4, 5, 6, 7))
    expect([dataset.label(0), dataset.label(1), dataset.label(2)]).toEqual([4, 0, 4])
    expect(dataset.classCounts()).toEqual([1, 0, 0, 0, 2])
    expect(dataset.image(2).buffer).toBe(images.data.buffer)
  })

  it('takes the channels from the fourth size', () => {
    const color = { shape: [1, 2, 2, 3], data: images.data }
    expect(createImageDataset({ images: color, labels: labels(0) }).shape.channels).toBe(3)
  })

  it('takes the class of QMNIST from column 0 of its label rows', () => {
    const rows = { shape: [3, 2], data: Int32Array.of(7, 100, 8, 2000, 9, -5) }
    const dataset = createImageDataset({ images, labels: rows, classes: 10 })
    expect([dataset.label(0), dataset.label(1), dataset.label(2)]).toEqual([7, 8, 9])
  })

  it('counts labels from firstLabel', () => {
    const dataset = createImageDataset({ images, labels: labels(1, 26, 2), classes: 26, firstLabel: 1 })
    expect([dataset.label(0), dataset.label(1)]).toEqual([0, 25])
    expect(() => createImageDataset({ images, labels: labels(1, 2, 0), classes: 26, firstLabel: 1 })).toThrow(
      'Label of image 2 is out of range: expected an integer in [1, 26], got 0.',
    )
  })

  it('rejects labels outside the classes', () => {
    expect(() => createImageDataset({ images, labels: labels(0, 10, 1), classes: 10 })).toThrow(
      'Label of image 1 is out of range: expected an integer in [0, 9], got 10.',
    )
    const halves = { shape: [3], data: Float32Array.of(0, 1, 0.5) }
    expect(() => createImageDataset({ images, labels: halves })).toThrow('got 0.5')
    expect(() => createImageDataset({ images, labels: labels(0, 1, 256) })).toThrow('in [0, 255], got 256')
    for (const classes of [0, 257, 2.5]) {
      expect(() => createImageDataset({ images, labels: labels(0, 0, 0), classes })).toThrow(
        '`classes` must be',
      )
    }
  })

  it('rejects images and labels that do not fit', () => {
    expect(() => createImageDataset({ images, labels: labels(1, 2) })).toThrow(
      'Images and labels disagree: expected 3 labels for 3 images, got 2.',
    )
    expect(() => createImageDataset({ images: labels(1), labels: labels(1) })).toThrow('got a Int16Array')
    expect(() => createImageDataset({ images: { ...images, shape: [12] }, labels: labels(1) })).toThrow(
      'got [12]',
    )
    expect(() => createImageDataset({ images: { ...images, shape: [3, 0, 4] }, labels: labels(1) })).toThrow(
      'Images have the wrong shape',
    )
    expect(() => createImageDataset({ images, labels: { ...labels(1), shape: [3, 1, 1] } })).toThrow(
      'Labels have the wrong shape',
    )
    expect(() =>
      createImageDataset({ images: { ...images, shape: [3, 5, 5] }, labels: labels(1, 1, 1) }),
    ).toThrow('Images do not fill their shape [3, 5, 5]: expected 75 elements, got 12.')
    expect(() => createImageDataset({ images, labels: { shape: [3], data: new Uint8Array(2) } })).toThrow(
      'Labels do not fill',
    )
  })

  it('rejects an index outside the dataset', () => {
    const dataset = numberedImages([0, 1, 2, 3]).slice(1, 3)
    for (const index of [-1, 2, 0.5, NaN]) {
      expect(() => dataset.image(index)).toThrow(`\`index\` must be an integer in [0, 1], got ${index}.`)
      expect(() => dataset.label(index)).toThrow(RangeError)
    }
  })
})

describe('slice', () => {
  const dataset = numberedImages([0, 1, 2, 3, 4])

  it('returns a range, and a range of a range', () => {
    expect(numbersOf(dataset.slice(1, 4))).toEqual([1, 2, 3])
    expect(numbersOf(dataset.slice(1, 4).slice(1))).toEqual([2, 3])
    expect(dataset.slice(5).size).toBe(0)
    expect(dataset.slice(0, 2).classes).toBe(5)
  })

  it('rejects bounds outside the dataset', () => {
    expect(() => dataset.slice(0, 6)).toThrow('`end` must be an integer in [0, 5], got 6.')
    expect(() => dataset.slice(3, 2)).toThrow('`end` must be an integer in [3, 5], got 2.')
    expect(() => dataset.slice(-1)).toThrow('`start` must be an integer in [0, 5], got -1.')
  })
})
