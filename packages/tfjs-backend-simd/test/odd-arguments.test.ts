import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs-core'
import { registerSimdBackend } from '../src/register-simd-backend.ts'
import { createGuardedMachine } from './fuzz/guarded-machine.ts'
import type { GuardedMachine } from './fuzz/guarded-machine.ts'
import { expectAlike, runOnCpu, runOnSimd } from './fuzz/judge-call.ts'
import type { FuzzedType, TensorSpec } from './fuzz/kernel-call.ts'

let machine: GuardedMachine

beforeAll(async () => {
  tf.enableProdMode()
  await registerSimdBackend({ threads: 1 })
  machine = await createGuardedMachine(1)
})
afterAll(() => machine.stop())

function tensor(shape: number[], dtype: FuzzedType = 'float32'): TensorSpec {
  return { shape, dtype, flavor: 'plain', seed: 1 }
}

const image = tensor([2, 4, 4, 8])
const filter = tensor([9, 2, 8, 3])
const window = { strides: [1, 1], dilations: [1, 1], pad: 'valid', dataFormat: 'NHWC' }
const pooling = { filterSize: [2, 2], strides: [1, 1], pad: 'valid' }

describe('a call with odd arguments has the outcome of the stock kernel, and writes to no other memory', () => {
  it.each<[string, string, Record<string, TensorSpec> | TensorSpec[], object]>([
    [
      'negative paddings, which crop',
      'PadV2',
      { x: tensor([1000]) },
      { paddings: [[0, -992]], constantValue: 0 },
    ],
    ['fractional paddings', 'PadV2', { x: tensor([10]) }, { paddings: [[0.5, 1]], constantValue: 0 }],
    ['a pooling window larger than the image', 'MaxPool', { x: image }, { ...pooling, filterSize: [9, 2] }],
    [
      'a pooling window larger in both dimensions',
      'MaxPool',
      { x: image },
      { ...pooling, filterSize: [9, 9] },
    ],
    ['a fractional pooling window', 'AvgPool', { x: image }, { ...pooling, filterSize: [2.5, 2] }],
    ['a fractional stride', 'MaxPool', { x: image }, { ...pooling, strides: [1.5, 1] }],
    ['a filter larger than the image', 'Conv2D', { x: image, filter }, window],
    ['negative explicit padding', 'Conv2D', { x: image, filter: tensor([2, 2, 8, 3]) }, { ...window, pad: [[0, 0], [-1, 0], [0, -1], [0, 0]] }], // prettier-ignore
    ['a depthwise filter larger than the image', 'DepthwiseConv2dNative', { x: image, filter }, window],
    ['a fractional begin', 'Slice', { x: tensor([117]) }, { begin: [93.6], size: [3] }],
    ['a negative begin', 'Slice', { x: tensor([117]) }, { begin: [-2], size: [1] }],
    ['a fractional size', 'Slice', { x: tensor([117]) }, { begin: [3], size: [2.5] }],
    ['NaN for a begin', 'Slice', { x: tensor([117]) }, { begin: [NaN], size: [3] }],
    ['negative repetitions', 'Tile', { x: tensor([3]) }, { reps: [-1] }],
    ['fractional repetitions', 'Tile', { x: tensor([3]) }, { reps: [1.5] }],
    ['negative split sizes', 'SplitV', { x: tensor([20]) }, { numOrSizeSplits: [25, -5], axis: 0 }],
    ['fractional split sizes', 'SplitV', { x: tensor([20]) }, { numOrSizeSplits: [10.5, 9.5], axis: 0 }],
    ['a repeated axis to reduce', 'Sum', { x: tensor([3, 4]) }, { axis: [1, 1], keepDims: false }],
    ['a repeated axis to reverse', 'Reverse', { x: tensor([3, 4]) }, { dims: [1, 1] }],
    ['a list of axes that is no permutation', 'Transpose', { x: tensor([2, 9]) }, { perm: [1, 1] }],
    ['indices that are out of range', 'GatherV2', { x: tensor([3]), indices: { ...tensor([2], 'int32'), below: 9 } }, { axis: 0 }], // prettier-ignore
    ['a fractional depth', 'OneHot', { indices: tensor([4], 'int32') }, { depth: 2.5, dtype: 'float32', onValue: 1, offValue: 0 }], // prettier-ignore
    ['matrices that do not fit', 'BatchMatMul', { a: tensor([3, 4]), b: tensor([5, 6]) }, { transposeA: false, transposeB: false }], // prettier-ignore
    ['sums of different sizes', 'AddN', [tensor([9]), tensor([9]), tensor([2])], {}],
    ['no variance', 'FusedBatchNorm', { x: tensor([8]), mean: tensor([8]) }, {}],
    ['fewer values than the shape says', 'Relu', { x: { ...tensor([5, 5]), size: 3 } }, {}],
    ['a shape with negative sizes', 'Neg', { x: tensor([16, -2, -2]) }, {}],
  ])('%s', (_, kernelName, inputs, attrs) => {
    const call = { inputs, attrs: attrs as Record<string, unknown> }
    expectAlike(runOnSimd(machine, kernelName, call), runOnCpu(kernelName, call), 0)
  })

  it('frees what a kernel has allocated when the memory is full', () => {
    const { backend } = machine
    const before = [backend.memory().numBytesInSimdMemory, backend.numDataIds()]
    const attrs = { ...window, pad: 'same', dilations: [5000, 5000] } // 100 MiB of padding
    const call = { inputs: { x: tensor([1, 2, 2, 1]), filter: tensor([2, 2, 1, 1]) }, attrs }
    expect(runOnSimd(machine, 'Conv2D', call)).toHaveProperty(
      'error.message',
      expect.stringContaining('of memory'),
    )
    expect([backend.memory().numBytesInSimdMemory, backend.numDataIds()]).toEqual(before)
  })
})
