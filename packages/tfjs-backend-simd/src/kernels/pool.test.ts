import { beforeAll, describe, it } from '@jest/globals'
import fc from 'fast-check'
import { expectSameAsCpu, prepareBackends, randomInput, runKernel } from '../../test/against-cpu.ts'
import type { Input } from '../../test/against-cpu.ts'

beforeAll(prepareBackends)

const side = fc.integer({ min: 1, max: 3 })
const border = fc.integer({ min: 0, max: 3 })

const pooling = fc
  .record({
    shape: fc.tuple(...[2, 10, 10, 9].map((max) => fc.integer({ min: 1, max }))).map((shape) => [...shape]),
    filterSize: fc.tuple(side, side),
    strides: fc.tuple(side, side),
    pad: fc.oneof(
      fc.constantFrom('valid', 'same'),
      // Windows may lie completely outside of the image.
      border,
      fc.tuple(border, border, border, border).map(([a, b, c, d]) => [
        [0, 0],
        [a, b],
        [c, d],
        [0, 0],
      ]),
    ),
    seed: fc.integer(),
  })
  .map((pooling) => ({ ...pooling, dimRoundingMode: typeof pooling.pad === 'string' ? undefined : 'floor' }))
  .filter(({ shape, filterSize, strides, pad }) => {
    // The stock kernels return the input for windows of one place that keep the shape.
    if (Math.max(...filterSize) === 1) return typeof pad === 'string' && strides[0] > 1 && shape[1] > 1
    return pad === 'same' || Math.max(...filterSize) <= Math.min(shape[1], shape[2])
  })

/** Windows that cover the image exactly, as in LeNet. */
const tiledPooling = fc
  .record({
    images: fc.integer({ min: 1, max: 3 }),
    side: fc.integer({ min: 1, max: 5 }),
    channels: fc.integer({ min: 1, max: 9 }),
    seed: fc.integer(),
  })
  .map(({ images, side, channels, seed }) => ({
    shape: [images, 2 * side, 2 * side, channels],
    filterSize: [2, 2],
    strides: [2, 2],
    pad: 'valid',
    seed,
  }))

/** Few different values, so that windows have ties. */
function coarse({ shape, values }: Input): Input {
  return { shape, values: values.map((value) => Math.round(value * 3)) }
}

describe('MaxPool and MaxPoolGrad', () => {
  it('agree with the cpu kernels, including ties', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(pooling, tiledPooling), async ({ shape, seed, ...attrs }) => {
        const x = coarse(randomInput(shape, seed))
        await expectSameAsCpu('MaxPool', { x }, attrs)
        const output = await runKernel('cpu', 'MaxPool', { x }, attrs)
        const dy = randomInput(output.shape, seed + 1)
        await expectSameAsCpu('MaxPoolGrad', { dy, input: x, output }, attrs)
      }),
    )
  })

  it('agree with the cpu kernels for 2 × 2 windows that start in the border, as many as would cover the image', async () => {
    const pad = [
      [0, 0],
      [1, 0],
      [1, 0],
      [0, 0],
    ]
    const attrs = { filterSize: [2, 2], strides: [2, 2], pad, dimRoundingMode: 'floor' }
    const x = randomInput([2, 4, 6, 3], 1)
    await expectSameAsCpu('MaxPool', { x }, attrs, 0)
    const output = await runKernel('cpu', 'MaxPool', { x }, attrs)
    await expectSameAsCpu('MaxPoolGrad', { dy: randomInput(output.shape, 2), input: x, output }, attrs, 0)
  })

  it('skip NaN and treat infinities like the cpu kernels', async () => {
    const attrs = { filterSize: [2, 2], strides: [2, 2], pad: 'valid' }
    const values = Float32Array.of(
      NaN,
      1,
      -Infinity,
      Infinity,
      2,
      NaN,
      -Infinity,
      -Infinity,
      -Infinity,
      -Infinity,
      3,
      4,
    )
    const x = { shape: [1, 2, 6, 1], values }
    await expectSameAsCpu('MaxPool', { x }, attrs)
    const output = await runKernel('cpu', 'MaxPool', { x }, attrs)
    await expectSameAsCpu('MaxPoolGrad', { dy: randomInput(output.shape, 1), input: x, output }, attrs)
  })
})

describe('AvgPool and AvgPoolGrad', () => {
  it('agree with the cpu kernels', async () => {
    await fc.assert(
      fc.asyncProperty(pooling, async ({ shape, seed, ...attrs }) => {
        const x = randomInput(shape, seed)
        await expectSameAsCpu('AvgPool', { x }, attrs)
        const output = await runKernel('cpu', 'AvgPool', { x }, attrs)
        await expectSameAsCpu('AvgPoolGrad', { dy: randomInput(output.shape, seed + 1), input: x }, attrs)
      }),
    )
  })
})
