import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { numberedImages, numbersOf } from '../../test/tiny-images.ts'

const labels = fc.array(fc.nat(5), { maxLength: 200 })
const seed = fc.integer()
const dataset = numberedImages(
  Array.from({ length: 100 }, (_, index) => (index < 70 ? 0 : index < 95 ? 1 : 2)),
)

describe('split', () => {
  it('puts every image into exactly one part, in order', () => {
    fc.assert(
      fc.property(labels, seed, fc.double({ min: 0, max: 1, noNaN: true }), (labels, seed, fraction) => {
        const [part, rest] = numberedImages(labels, 6).split({ fraction, seed })
        const [inPart, inRest] = [numbersOf(part), numbersOf(rest)]
        expect(part.size).toBe(Math.round(fraction * labels.length))
        expect([...inPart, ...inRest].sort((a, b) => a - b)).toEqual(labels.map((_, index) => index))
        expect(inPart).toEqual(inPart.toSorted((a, b) => a - b))
        expect(inRest).toEqual(inRest.toSorted((a, b) => a - b))
        expect(inPart.map((_, index) => part.label(index))).toEqual(inPart.map((number) => labels[number]))
      }),
    )
  })

  it('keeps the proportion of every class to within one image', () => {
    fc.assert(
      fc.property(labels, seed, fc.nat(), (labels, seed, wish) => {
        const whole = numberedImages(labels, 6)
        const count = wish % (labels.length + 1)
        const [part, rest] = whole.split({ count, seed })
        whole.classCounts().forEach((size, label) => {
          const share = labels.length === 0 ? 0 : (count * size) / labels.length
          expect(Math.abs(part.classCounts()[label]! - share)).toBeLessThan(1)
          expect(part.classCounts()[label]! + rest.classCounts()[label]!).toBe(size)
        })
      }),
    )
  })

  it('gives the remaining images to the classes with the largest remainders', () => {
    // Of 10 in 100: shares 7, 2.5 and 0.5; the tie goes to the lower class.
    const [part] = dataset.split({ count: 10, seed: 1 })
    expect(part.classCounts()).toEqual([7, 3, 0])
  })

  it('depends only on the seed', () => {
    const numbers = (seed: number): number[] => numbersOf(dataset.split({ count: 50, seed })[0])
    expect(numbers(3)).toEqual(numbers(3))
    expect(numbers(4)).not.toEqual(numbers(3))
  })

  it('chooses every image of a class equally often', () => {
    // Each of the 70 images of class 0 is chosen with probability 1/2: mean 200 of 400, deviation 10.
    const chosen = new Array<number>(70).fill(0)
    for (let seed = 0; seed < 400; seed++) {
      for (const number of numbersOf(dataset.split({ count: 50, seed })[0]))
        if (number < 70) chosen[number]!++
    }
    expect(Math.min(...chosen)).toBeGreaterThan(150)
    expect(Math.max(...chosen)).toBeLessThan(250)
  })

  it('shares the pixels', () => {
    const [part, rest] = dataset.split({ fraction: 0.5, seed: 1 })
    expect(part.image(0).buffer).toBe(dataset.image(0).buffer)
    expect(rest.image(0).buffer).toBe(dataset.image(0).buffer)
  })

  it('rejects bad options', () => {
    expect(() => dataset.split({ seed: 1 })).toThrow('exactly one of `fraction` and `count`')
    expect(() => dataset.split({ fraction: 0.5, count: 50, seed: 1 })).toThrow(TypeError)
    expect(() => dataset.split({ fraction: 1.1, seed: 1 })).toThrow('`fraction` must be in [0, 1], got 1.1.')
    expect(() => dataset.split({ count: 101, seed: 1 })).toThrow('in [0, 100], got 101')
    expect(() => dataset.split({ count: 1.5, seed: 1 })).toThrow('got 1.5')
    expect(() => dataset.split({ count: 1, seed: NaN })).toThrow('`seed` must be an integer, got NaN.')
  })
})
