import { beforeAll, describe, it } from '@jest/globals'
import fc from 'fast-check'
import {
  expectSameAsCpu,
  expectStock,
  prepareBackends,
  randomBools,
  randomInput,
  randomIntegers,
} from '../../test/against-cpu.ts'
import type { AnyInput } from '../../test/against-cpu.ts'

beforeAll(prepareBackends)

const make = fc.constantFrom<(shape: number[], seed: number) => AnyInput>(
  randomInput,
  randomIntegers,
  randomBools,
)

describe.each([
  ['reflect', 1],
  ['symmetric', 0],
])('MirrorPad, %s', (mode, skipped) => {
  const padding = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 }).chain((shape) => {
    const sizes = shape.map((size) => fc.nat(size - skipped))
    return fc.record({
      shape: fc.constant(shape),
      paddings: fc.tuple(...sizes.map((size) => fc.tuple(size, size))),
    })
  })

  it('agrees with the cpu kernel', async () => {
    await fc.assert(
      fc.asyncProperty(padding, make, fc.integer(), async ({ shape, paddings }, make, seed) => {
        await expectSameAsCpu('MirrorPad', { x: make(shape, seed) }, { paddings, mode }, 0)
      }),
    )
  })

  it('agrees with the cpu kernel for images that threads share', async () => {
    const paddings = [
      [0, 0],
      [3, 2],
      [1, 4],
      [0, 0],
    ]
    await expectSameAsCpu('MirrorPad', { x: randomInput([4, 90, 70, 5], 1) }, { paddings, mode }, 0)
  })

  it('leaves borders beyond the mirror image and empty tensors to the cpu kernel', async () => {
    const tooWide = 4 - skipped
    await expectStock('MirrorPad', { x: randomInput([3], 1) }, { paddings: [[tooWide, 0]], mode })
    await expectStock('MirrorPad', { x: randomInput([3], 1) }, { paddings: [[0, tooWide]], mode })
    await expectStock('MirrorPad', { x: randomInput([0], 1) }, { paddings: [[0, 0]], mode })
  })
})
