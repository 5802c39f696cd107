import { beforeAll, describe, it } from '@jest/globals'
import fc from 'fast-check'
import {
  expectSameAsCpu,
  expectStock,
  prepareBackends,
  randomInput,
  randomIntegers,
  runKernel,
} from '../../test/against-cpu.ts'

beforeAll(prepareBackends)

const size = (max: number): fc.Arbitrary<number> => fc.integer({ min: 1, max })

const call = fc.record({
  shape: fc.tuple(size(2), size(3), size(3), size(13)).map((shape) => [...shape]),
  attrs: fc.record({
    depthRadius: fc.nat(15),
    bias: fc.constantFrom(1, 2),
    alpha: fc.constantFrom(1, 1e-4, 0.3),
    beta: fc.constantFrom(0.5, 0.75, 1, 0.6, 0, 0.9),
  }),
  seed: fc.integer(),
})

describe('LRN and LRNGrad', () => {
  it('agree with the cpu kernels', async () => {
    await fc.assert(
      fc.asyncProperty(call, async ({ shape, attrs, seed }) => {
        const x = randomInput(shape, seed)
        await expectSameAsCpu('LRN', { x }, attrs, 1e-6)
        const y = randomInput(shape, seed + 1)
        const dy = randomInput(shape, seed + 2)
        await expectSameAsCpu('LRNGrad', { x, y, dy }, attrs)
      }),
    )
  })

  it('agree with the cpu kernels on NaN, infinities and extremes', async () => {
    const values = Float32Array.of(0, -0, 1, NaN, Infinity, 3.4e38, -1e20, 1e-40, 2)
    const shape = [1, 1, 1, values.length]
    const attrs = { depthRadius: 1, bias: 1, alpha: 1, beta: 0.75 }
    const x = { shape, values }
    await expectSameAsCpu('LRN', { x }, attrs, 1e-6)
    const y = await runKernel('cpu', 'LRN', { x }, attrs)
    await expectSameAsCpu('LRNGrad', { x, y, dy: randomInput(shape, 1) }, attrs)
  })

  it('leave integers, odd radii and other powers to the cpu kernels', async () => {
    const attrs = { depthRadius: 1, bias: 1, alpha: 1, beta: 0.75 }
    const x = randomInput([1, 2, 2, 3], 1)
    await expectStock('LRN', { x: randomIntegers([1, 2, 2, 3], 1) }, attrs)
    await expectStock('LRN', { x }, { ...attrs, depthRadius: 0.5 })
    await expectStock('LRN', { x }, { ...attrs, depthRadius: -1 })
    await expectStock('LRN', { x }, { ...attrs, beta: 2 })
    await expectStock('LRN', { x }, { ...attrs, alpha: -1 })
    await expectStock('LRN', { x }, { ...attrs, bias: 0 })
    await expectStock('LRNGrad', { x, y: x, dy: x }, { ...attrs, bias: 0 })
  })
})
