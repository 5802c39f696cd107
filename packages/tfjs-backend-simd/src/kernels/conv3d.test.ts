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

beforeAll(prepareBackends)

const size = (max: number): fc.Arbitrary<number> => fc.integer({ min: 1, max })
const three = (max: number): fc.Arbitrary<Triple> => fc.tuple(size(max), size(max), size(max))

type Triple = [number, number, number]
type Shape5D = [number, number, number, number, number]

interface Convolution {
  readonly xShape: Shape5D
  readonly filterShape: Shape5D
  readonly strides: Triple
  readonly dilations: Triple
  readonly pad: 'valid' | 'same' | number
  readonly seed: number
}

const convolution: fc.Arbitrary<Convolution> = fc
  .record({
    batch: size(3),
    volume: three(6),
    inChannels: size(5),
    outChannels: size(18),
    filter: three(3),
    strides: three(2),
    dilations: three(2),
    pad: fc.constantFrom<Convolution['pad']>('valid', 'same', 1),
    seed: fc.integer(),
  })
  .map(({ batch, volume, inChannels, outChannels, filter, strides, dilations, ...rest }) => ({
    ...rest,
    xShape: [batch, ...volume, inChannels] satisfies Shape5D,
    filterShape: [...filter, inChannels, outChannels] satisfies Shape5D,
    // tfjs rejects strides together with dilations.
    strides: dilations.some((dilation) => dilation > 1) ? ([1, 1, 1] satisfies Triple) : strides,
    dilations,
  }))
  .filter((c) => {
    const { outShape, padInfo } = backend_util.computeConv3DInfo(
      c.xShape,
      c.filterShape,
      c.strides,
      c.dilations,
      c.pad as 'same',
    )
    return [...outShape, padInfo.front + 1, padInfo.top + 1, padInfo.left + 1].every((n) => n > 0)
  })

function attrsOf({ strides, dilations, pad }: Convolution): object {
  return { strides, dilations, pad, dataFormat: 'NDHWC' }
}

describe('Conv3D', () => {
  it('agrees with the cpu kernel for every stride, dilation, padding and channel count', async () => {
    await fc.assert(
      fc.asyncProperty(convolution, async (c) => {
        const x = randomInput(c.xShape, c.seed)
        const filter = randomInput(c.filterShape, c.seed + 1)
        await expectSameAsCpu('Conv3D', { x, filter }, attrsOf(c))
      }),
    )
  })

  it('leaves negative borders to the cpu kernel', async () => {
    const inputs = { x: randomInput([1, 2, 2, 2, 1], 1), filter: randomInput([1, 1, 1, 1, 1], 2) }
    await expectStock('Conv3D', inputs, { strides: [2, 2, 2], dilations: 1, pad: 'same' })
  })
})

describe('Conv3DBackpropFilterV2 and Conv3DBackpropInputV2', () => {
  it('agree with the cpu kernels for every stride, padding and channel count', async () => {
    await fc.assert(
      fc.asyncProperty(convolution, async (c) => {
        const { strides, pad, filterShape, xShape, seed } = c
        const x = randomInput(xShape, seed)
        const filter = randomInput(filterShape, seed + 1)
        const { shape } = await runKernel('cpu', 'Conv3D', { x, filter }, { ...attrsOf(c), dilations: 1 })
        const dy = randomInput(shape, seed + 2)
        await expectSameAsCpu('Conv3DBackpropFilterV2', { x, dy }, { strides, pad, filterShape }, 1e-4)
        await expectSameAsCpu('Conv3DBackpropInputV2', { dy, filter }, { strides, pad, inputShape: xShape })
      }),
    )
  })

  it('leave gradients of another shape to the cpu kernels', async () => {
    const inputs = { x: randomInput([1, 3, 3, 3, 1], 1), dy: randomInput([1, 3, 3, 3, 1], 2) }
    const attrs = { strides: [1, 1, 1], pad: 'valid', filterShape: [2, 2, 2, 1, 1] }
    const { isNative } = await runKernel('simd', 'Conv3DBackpropFilterV2', inputs, attrs)
    expect(isNative).toBe(false)
  })
})
