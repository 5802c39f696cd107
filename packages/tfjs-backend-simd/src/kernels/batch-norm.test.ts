import { beforeAll, describe, it } from '@jest/globals'
import fc from 'fast-check'
import { expectSameAsCpu, expectStock, prepareBackends, randomInput } from '../../test/against-cpu.ts'
import type { Input } from '../../test/against-cpu.ts'

beforeAll(prepareBackends)

const size = fc.integer({ min: 1, max: 9 })

function positive({ shape, values }: Input): Input {
  return { shape, values: values.map((value) => value + 1) }
}

describe('FusedBatchNorm', () => {
  it('agrees with the cpu kernel, with and without scale and offset, for moments of channels and of elements', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(size, size, size, fc.integer({ min: 1, max: 21 })),
        fc.record({ hasScale: fc.boolean(), hasOffset: fc.boolean(), isWhole: fc.boolean() }),
        fc.constantFrom(0.001, 1e-7, 1),
        fc.integer(),
        async (shape, { hasScale, hasOffset, isWhole }, varianceEpsilon, seed) => {
          const moments = isWhole ? [...shape] : shape.slice(-1)
          const inputs = {
            x: randomInput([...shape], seed),
            mean: randomInput(moments, seed + 1),
            variance: positive(randomInput(moments, seed + 2)),
            ...(hasScale && { scale: randomInput(moments, seed + 3) }),
            ...(hasOffset && { offset: randomInput(moments, seed + 4) }),
          }
          await expectSameAsCpu('FusedBatchNorm', inputs, { varianceEpsilon })
        },
      ),
    )
  })

  it('gives NaN for a negative variance, and infinities for zero variance', async () => {
    const inputs = {
      x: randomInput([2, 1, 1, 3], 1),
      mean: randomInput([3], 2),
      variance: { shape: [3], values: Float32Array.of(-1, 0, NaN) },
    }
    await expectSameAsCpu('FusedBatchNorm', inputs, { varianceEpsilon: 0 })
  })

  it('leaves other shapes to the cpu kernel', async () => {
    const [x, mean, variance] = [
      [2, 1, 2, 3],
      [2, 3],
      [2, 3],
    ].map((shape, i) => positive(randomInput(shape, i)))
    await expectStock('FusedBatchNorm', { x, mean, variance }, { varianceEpsilon: 0.001 })
  })
})
