import { beforeAll, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import {
  expectSameAsCpu,
  expectStock,
  prepareBackends,
  randomInput,
  randomIntegers,
  runKernel,
} from '../../test/against-cpu.ts'
import type { Input } from '../../test/against-cpu.ts'

beforeAll(prepareBackends)

const side = fc.integer({ min: 1, max: 9 })

const resizing = fc.record({
  batch: fc.integer({ min: 1, max: 2 }),
  from: fc.tuple(side, side),
  size: fc.tuple(side, side).map((size) => [...size]),
  channels: fc.integer({ min: 1, max: 9 }),
  mode: fc.constantFrom(
    { alignCorners: false, halfPixelCenters: false },
    { alignCorners: true, halfPixelCenters: false },
    { alignCorners: false, halfPixelCenters: true },
  ),
  seed: fc.integer(),
})

describe.each(['ResizeNearestNeighbor', 'ResizeBilinear'])('%s', (name) => {
  it('agrees with the cpu kernel to the last bit', async () => {
    await fc.assert(
      fc.asyncProperty(resizing, async ({ batch, from, size, channels, mode, seed }) => {
        const images = randomInput([batch, ...from, channels], seed)
        await expectSameAsCpu(name, { images }, { ...mode, size }, 0)
      }),
    )
  })

  it('leaves integers, empty images and odd sizes to the cpu kernel', async () => {
    const attrs = { alignCorners: false, halfPixelCenters: false, size: [3, 3] }
    await expectStock(name, { images: randomIntegers([1, 2, 2, 3], 1) }, attrs)
    await expectStock(name, { images: randomInput([0, 2, 2, 3], 1) }, attrs)
    await expectStock(name, { images: randomInput([1, 2, 2, 3], 1) }, { ...attrs, size: [0, 3] })
  })

  it('has the adjoint as its gradient', async () => {
    await fc.assert(
      fc.asyncProperty(resizing, async ({ batch, from, size, channels, mode, seed }) => {
        const images = randomInput([batch, ...from, channels], seed)
        const y = await runKernel('simd', name, { images }, { ...mode, size })
        const dy = randomInput(y.shape, seed + 1)
        const dx = await runKernel('simd', `${name}Grad`, { images, dy }, mode)
        expect(dx.isNative).toBe(true)
        expect(dx.shape).toEqual(images.shape)
        expect(dot(dx.values, images)).toBeCloseTo(dot(y.values, dy), 3)
      }),
    )
  })
})

describe.each(['ResizeNearestNeighborGrad', 'ResizeBilinearGrad'])('%s', (name) => {
  it('agrees with the cpu kernel to the last bit, where the cpu kernel is right', async () => {
    await fc.assert(
      fc.asyncProperty(resizing, async ({ from: [side], size, channels, mode, seed }) => {
        // The stock kernels ignore half pixels, exchange height and width, read the gradients of all images but the first
        // from the wrong places, and loop forever for images of one row.
        if (mode.halfPixelCenters || (mode.alignCorners && side === 1)) return
        const images = randomInput([1, side, side, channels], seed)
        const dy = randomInput([1, ...size, channels], seed + 1)
        await expectSameAsCpu(name, { images, dy }, mode, 0)
      }),
    )
  })
})

function dot(a: Float32Array, { values }: Input): number {
  return a.reduce((sum, value, i) => sum + value * values[i], 0)
}
