import { beforeAll, describe, expect, it } from '@jest/globals'
import { backend_util } from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import {
  expectSameAsCpu,
  expectStock,
  prepareBackends,
  randomInput,
  runKernel,
} from '../../test/against-cpu.ts'
import type { Input } from '../../test/against-cpu.ts'

beforeAll(prepareBackends)

const size = (max: number): fc.Arbitrary<number> => fc.integer({ min: 1, max })

const pooling = fc
  .record({
    shape: fc.tuple(size(2), size(6), size(6), size(6), size(6)).map((shape) => [...shape]),
    filterSize: fc.tuple(size(3), size(3), size(3)),
    strides: fc.tuple(size(2), size(2), size(2)),
    pad: fc.constantFrom('valid', 'same', 1),
    seed: fc.integer(),
  })
  .map((pooling) => ({ ...pooling, dimRoundingMode: 'floor' }))
  .filter(({ shape, filterSize, strides, pad }) => {
    const { outShape, padInfo } = backend_util.computePool3DInfo(
      shape as [number, number, number, number, number],
      filterSize,
      strides,
      1,
      pad as 'same',
      'floor',
    )
    const borders = [padInfo.front, padInfo.top, padInfo.left]
    return outShape.every((n) => n > 0) && borders.every((n, i) => n >= 0 && n < filterSize[i])
  })

/** Few different values, so that windows have ties. */
function coarse({ shape, values }: Input): Input {
  return { shape, values: values.map((value) => Math.round(value * 3)) }
}

describe('MaxPool3D and AvgPool3D', () => {
  it('agree with the cpu kernels', async () => {
    await fc.assert(
      fc.asyncProperty(pooling, async ({ shape, seed, ...attrs }) => {
        const x = randomInput(shape, seed)
        await expectSameAsCpu('MaxPool3D', { x }, { ...attrs, dataFormat: 'NDHWC' }, 0)
        await expectSameAsCpu('AvgPool3D', { x }, { ...attrs, dataFormat: 'NDHWC' })
      }),
    )
  })

  it('leave windows that lie completely in the border to the cpu kernels', async () => {
    const attrs = { filterSize: [1, 1, 1], strides: [1, 1, 1], pad: 1, dimRoundingMode: 'floor' }
    await expectStock('AvgPool3D', { x: randomInput([1, 2, 2, 2, 1], 1) }, { ...attrs, dataFormat: 'NDHWC' })
  })
})

describe('MaxPool3DGrad and AvgPool3DGrad', () => {
  it('agree with the cpu kernels, including ties', async () => {
    await fc.assert(
      fc.asyncProperty(pooling, async ({ shape, seed, ...attrs }) => {
        const x = coarse(randomInput(shape, seed))
        const output = await runKernel('cpu', 'MaxPool3D', { x }, { ...attrs, dataFormat: 'NDHWC' })
        const dy = randomInput(output.shape, seed + 1)
        await expectSameAsCpu('AvgPool3DGrad', { dy, input: x }, attrs)
        const [, height, width] = attrs.filterSize
        // The stock kernel mixes up the rows of other windows.
        if (height === width) await expectSameAsCpu('MaxPool3DGrad', { dy, input: x, output }, attrs)
      }),
    )
  })

  it('MaxPool3DGrad gives each gradient to a place with the maximum, for any window', async () => {
    await fc.assert(
      fc.asyncProperty(pooling, async ({ shape, seed, ...attrs }) => {
        const x = randomInput(shape, seed)
        const y = await runKernel('simd', 'MaxPool3D', { x }, { ...attrs, dataFormat: 'NDHWC' })
        const dy = randomInput(y.shape, seed + 1)
        const dx = await runKernel('simd', 'MaxPool3DGrad', { dy, input: x, output: y }, attrs)
        expect(dx.isNative).toBe(true)
        expect(dot(dx.values, x)).toBeCloseTo(dot(y.values, dy), 3)
      }),
    )
  })
})

function dot(a: Float32Array, { values }: Input): number {
  return a.reduce((sum, value, i) => sum + value * values[i], 0)
}
