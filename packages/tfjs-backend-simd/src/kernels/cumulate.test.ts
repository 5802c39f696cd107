import { beforeAll, describe, it } from '@jest/globals'
import fc from 'fast-check'
import {
  expectSameAsCpu,
  expectStock,
  prepareBackends,
  randomInput,
  randomIntegers,
} from '../../test/against-cpu.ts'
import { shapeWithAxis } from '../../test/shapes.ts'

beforeAll(prepareBackends)

describe.each(['Cumsum', 'Cumprod'])('%s', (name) => {
  it('agrees with the cpu kernel to the last bit, along any axis', async () => {
    await fc.assert(
      fc.asyncProperty(
        shapeWithAxis,
        fc.boolean(),
        fc.boolean(),
        fc.integer(),
        async ({ shape, axis }, exclusive, reverse, seed) => {
          await expectSameAsCpu(name, { x: randomInput(shape, seed) }, { axis, exclusive, reverse }, 0)
        },
      ),
    )
  })

  it('leaves integers and empty tensors to the cpu kernel', async () => {
    await expectStock(name, { x: randomIntegers([2, 3], 1) }, { axis: 1 })
    await expectStock(name, { x: randomInput([2, 0], 1) }, { axis: 1 })
  })
})
