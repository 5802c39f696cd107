import { beforeAll, describe, it } from '@jest/globals'
import fc from 'fast-check'
import { expectSameAsCpu, prepareBackends, randomInput } from '../../test/against-cpu.ts'

beforeAll(prepareBackends)

const size = fc.integer({ min: 1, max: 37 })
const transposes = fc.constantFrom([false, false], [true, false], [false, true])

describe('BatchMatMul', () => {
  it('agrees with the cpu kernel for every size, transpose and batch', async () => {
    const batches = fc.constantFrom([1, 1], [3, 3], [1, 3], [3, 1])
    await fc.assert(
      fc.asyncProperty(
        size,
        size,
        size,
        transposes,
        batches,
        fc.integer(),
        async (m, k, n, transpose, batch, seed) => {
          const [transposeA, transposeB] = transpose
          const a = randomInput([batch[0], ...(transposeA ? [k, m] : [m, k])], seed)
          const b = randomInput([batch[1], ...(transposeB ? [n, k] : [k, n])], seed + 1)
          await expectSameAsCpu('BatchMatMul', { a, b }, { transposeA, transposeB })
        },
      ),
    )
  })
})

describe('_FusedMatMul', () => {
  it.each(['linear', 'relu', 'relu6'])('adds the bias and applies %s', async (activation) => {
    await fc.assert(
      fc.asyncProperty(size, size, size, fc.integer(), async (m, k, n, seed) => {
        const inputs = {
          a: randomInput([m, k], seed),
          b: randomInput([k, n], seed + 1),
          bias: randomInput([n], seed + 2),
        }
        await expectSameAsCpu('_FusedMatMul', inputs, { transposeA: false, transposeB: false, activation })
      }),
      { numRuns: 40 },
    )
  })
})
