import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { vectors } from '../test/vectors.ts'
import { mersenneStream } from './mersenne-stream.ts'

describe('mersenneStream', () => {
  it.each(vectors.mersenne)(
    "returns the numbers of NumPy's Mersenne Twister for '$name'",
    ({ name, uniform }) => {
      const random = mersenneStream(name)
      expect(uniform.map(() => random())).toEqual(uniform)
    },
  )

  it('returns numbers in [0, 1) that are exact in float32, the same for the same name', () => {
    fc.assert(
      fc.property(fc.string(), (name) => {
        const [random, again] = [mersenneStream(name), mersenneStream(name)]
        for (let index = 0; index < 20; index++) {
          const number = random()
          expect(number).toBe(Math.fround(number))
          expect(number).toBeGreaterThanOrEqual(0)
          expect(number).toBeLessThan(1)
          expect(again()).toBe(number)
        }
      }),
    )
  })
})
