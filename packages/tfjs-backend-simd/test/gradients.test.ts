import { beforeAll, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs-core'
import { registerSimdBackend } from '../src/index.ts'
import type { SimdBackend } from '../src/index.ts'
import { nativeKernels } from '../src/kernels/native-kernels.ts'
import { registerGradients } from './register-gradients.ts'

beforeAll(async () => {
  tf.enableProdMode()
  await registerGradients()
  await registerSimdBackend({ threads: 2 })
  await tf.setBackend('simd')
})

/** A function of float tensors that calls one kernel, with the shapes of its inputs. */
type Program = readonly [f: (...inputs: tf.Tensor[]) => tf.Tensor, ...shapes: number[][]]

const image = [2, 4, 6, 3]
const matrix = [5, 3]

const unary = (f: (x: tf.Tensor) => tf.Tensor): Program => [f, image]
const binary = (f: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor): Program => [f, image, [3]]
const indices = (...values: number[]): tf.Tensor1D => tf.tensor1d(values, 'int32')

/** For each native kernel with a gradient, one call, or several if other attributes need other kernels. */
const programs: Readonly<Record<string, Program | readonly Program[]>> = {
  Add: binary(tf.add),
  AddN: [(a, b, c) => tf.addN([a, b, c]), matrix, matrix, matrix],
  Sub: binary(tf.sub),
  Multiply: binary(tf.mul),
  RealDiv: binary(tf.div),
  Maximum: [tf.maximum, image, image],
  Minimum: [tf.minimum, image, image],
  SquaredDifference: [tf.squaredDifference, image, image],
  Mod: binary(tf.mod),
  Pow: binary(tf.pow),
  Neg: unary(tf.neg),
  Abs: unary(tf.abs),
  FloorDiv: unary((x) => tf.mul(x, tf.cast(tf.floorDiv(tf.cast(x, 'int32'), indices(1, 2, 3)), 'float32'))),
  Sign: unary(tf.sign),
  Square: unary(tf.square),
  Sqrt: unary(tf.sqrt),
  Rsqrt: unary(tf.rsqrt),
  Reciprocal: unary(tf.reciprocal),
  Exp: unary(tf.exp),
  Expm1: unary(tf.expm1),
  Log: unary(tf.log),
  Log1p: unary(tf.log1p),
  Floor: unary(tf.floor),
  Ceil: unary(tf.ceil),
  Round: unary(tf.round),
  ClipByValue: unary((x) => tf.clipByValue(x, 0.2, 0.8)),
  Step: unary((x) => tf.step(x, 0.5)),
  Relu: unary(tf.relu),
  Relu6: unary(tf.relu6),
  LeakyRelu: unary((x) => tf.leakyRelu(x, 0.2)),
  Prelu: binary(tf.prelu),
  Elu: unary(tf.elu),
  Selu: unary(tf.selu),
  Sigmoid: unary(tf.sigmoid),
  Tanh: unary(tf.tanh),
  Softplus: unary(tf.softplus),
  Softmax: unary((x) => tf.softmax(x)),
  Sum: [unary((x) => tf.sum(x, [1, 3])), unary((x) => tf.sum(x))],
  Mean: [unary((x) => tf.mean(x, [0, 1, 2])), unary((x) => tf.mean(x))],
  Max: [unary((x) => tf.max(x, [1, 2])), unary((x) => tf.max(x, 3, true))],
  Min: unary((x) => tf.min(x, [0])),
  Prod: [unary((x) => tf.prod(x, 1)), unary((x) => tf.prod(x, [0, 3]))],
  FusedBatchNorm: [
    (x, mean, variance, offset, scale) =>
      tf.batchNorm4d(
        x as tf.Tensor4D,
        ...([mean, variance, offset, scale] as [tf.Tensor1D, tf.Tensor1D, tf.Tensor1D, tf.Tensor1D]),
      ),
    image,
    ...[0, 1, 2, 3].map(() => [3]),
  ],
  BatchMatMul: [
    [(a, b) => tf.matMul(a, b), [4, 3], [3, 5]],
    [(a, b) => tf.matMul(a, b, true, true), [2, 3, 4], [2, 5, 3]],
  ],
  Conv2D: [
    [(x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 2, 'same'), image, [2, 3, 3, 4]],
    [(x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, 'valid'), image, [3, 3, 3, 4]],
  ],
  Conv2DBackpropInput: [
    (x, w) => tf.conv2dTranspose(x as tf.Tensor4D, w as tf.Tensor4D, [2, 8, 12, 4], 2, 'same'),
    image,
    [3, 3, 4, 3],
  ],
  FusedConv2D: [
    (x, filter, bias) =>
      tf.fused.conv2d({
        x: x as tf.Tensor4D,
        filter: filter as tf.Tensor4D,
        strides: 1,
        pad: 'same',
        bias,
        activation: 'relu',
      }),
    image,
    [3, 3, 3, 4],
    [4],
  ],
  FusedDepthwiseConv2D: [
    (x, filter, bias) =>
      tf.fused.depthwiseConv2d({
        x: x as tf.Tensor4D,
        filter: filter as tf.Tensor4D,
        strides: 1,
        pad: 'same',
        bias,
        activation: 'relu6',
      }),
    image,
    [3, 3, 3, 2],
    [6],
  ],
  _FusedMatMul: [(a, b, bias) => tf.fused.matMul({ a, b, bias, activation: 'relu' }), [4, 3], [3, 5], [5]],
  DepthwiseConv2dNative: [
    (x, w) => tf.depthwiseConv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, 'same'),
    image,
    [3, 3, 3, 2],
  ],
  MaxPool: unary((x) => tf.maxPool(x as tf.Tensor4D, 3, 2, 'same')),
  AvgPool: unary((x) => tf.avgPool(x as tf.Tensor4D, 2, 2, 'same')),
  Conv3D: [
    (x, w) => tf.conv3d(x as tf.Tensor5D, w as tf.Tensor5D, [1, 2, 1], 'same'),
    [2, 3, 4, 4, 3],
    [2, 3, 2, 3, 4],
  ],
  MaxPool3D: [(x) => tf.maxPool3d(x as tf.Tensor5D, 2, 2, 'valid'), [2, 4, 4, 6, 3]],
  AvgPool3D: [(x) => tf.avgPool3d(x as tf.Tensor5D, 3, 2, 'same'), [2, 4, 4, 6, 3]],
  Select: [(a, b) => tf.where(tf.greaterEqual(a, b), a, b), image, image],
  Cast: unary((x) => tf.cast(tf.cast(x, 'int32'), 'float32')),
  Transpose: unary((x) => tf.transpose(x, [3, 0, 2, 1])),
  PadV2: unary((x) => tf.pad(x, [[0, 0], [1, 2], [2, 0], [0, 1]])), // prettier-ignore
  Slice: unary((x) => tf.slice(x, [0, 1, 2, 0], [1, 2, 3, 3])),
  Concat: [(a, b) => tf.concat([a, b], 3), image, image],
  SplitV: unary((x) => tf.add(...(tf.split(x, 2, 2) as [tf.Tensor, tf.Tensor]))),
  Pack: [(a, b) => tf.stack([a, b], 1), matrix, matrix],
  Unpack: [(x) => tf.add(...(tf.unstack(x, 0) as [tf.Tensor, tf.Tensor])), [2, 3, 4]],
  Tile: unary((x) => tf.tile(x, [1, 2, 1, 3])),
  Reverse: unary((x) => tf.reverse(x, [1, 3])),
  GatherV2: [
    [(x) => tf.gather(x, indices(1, 0, 4, 1)), matrix],
    [(x) => tf.gather(x, tf.tensor2d([2, 0, 1, 2], [2, 2], 'int32'), 1), matrix],
    [(x) => tf.gather(x, tf.tensor2d([2, 0, 1, 2], [2, 2], 'int32'), 1, 1), [2, 3, 4]],
  ],
  UnsortedSegmentSum: [(x) => tf.unsortedSegmentSum(x, indices(1, 0, 1, -1, 3), 4), matrix],
  MirrorPad: unary((x) => tf.mirrorPad(x, [[0, 0], [1, 2], [2, 0], [0, 0]], 'reflect')), // prettier-ignore
  Cumsum: unary((x) => tf.cumsum(x, 3)),
  Sin: unary(tf.sin),
  Cos: unary(tf.cos),
  Erf: unary(tf.erf),
  LRN: unary((x) => tf.localResponseNormalization(x as tf.Tensor4D, 2)),
  ResizeBilinear: unary((x) => tf.image.resizeBilinear(x as tf.Tensor4D, [8, 9])),
  ResizeNearestNeighbor: unary((x) => tf.image.resizeNearestNeighbor(x as tf.Tensor4D, [8, 9])),
  OneHot: unary((x) => tf.mul(x, tf.oneHot(indices(1, 0, 2, 1, 1, 0), 3, 1, 0, 'float32'))),
  OnesLike: unary(tf.onesLike),
  ZerosLike: unary(tf.zerosLike),
  GreaterEqual: binary((a, b) => tf.mul(a, tf.cast(tf.greaterEqual(a, b), 'float32'))),
  IsNan: masked(tf.isNaN),
  IsInf: masked(tf.isInf),
  IsFinite: masked(tf.isFinite),
  ArgMax: unary((x) => tf.mul(x, tf.cast(tf.expandDims(tf.argMax(x, 3), 3), 'float32'))),
  ArgMin: unary((x) => tf.mul(x, tf.cast(tf.expandDims(tf.argMin(x, 3), 3), 'float32'))),
}

function masked(test: (x: tf.Tensor) => tf.Tensor): Program {
  return unary((x) => tf.mul(x, tf.cast(test(x), 'float32')))
}

const cases = Object.entries(programs).flatMap(([name, program]) => {
  const list = typeof program[0] === 'function' ? [program as Program] : (program as readonly Program[])
  return list.map((program, i) => [name, i, ...program] as const)
})

it('has a program for every native kernel with a gradient', () => {
  const missing = Object.keys(nativeKernels).filter((name) => tf.getGradient(name) && !(name in programs))
  expect(missing).toEqual([])
})

it.each(cases)('%s (%i): its gradient calls only native kernels', async (name, _, f, ...shapes) => {
  const inputs = inputsOf(shapes)
  const { kernelNames } = await tf.profile(() => f(...inputs))
  expect(kernelNames).toContain(name)
  expect(problemOf(gradientOf(f), inputs)).toBeUndefined()
  tf.dispose(inputs)
})

it.each(cases)(
  '%s (%i): the gradient of its gradient, if there is one, calls only native kernels',
  (_, __, f, ...shapes) => {
    const inputs = inputsOf(shapes)
    const squares = (...x: tf.Tensor[]): tf.Tensor =>
      gradientOf(f)(...x)
        .map((gradient) => tf.sum(tf.square(gradient)))
        .reduce((sum, square) => tf.add(sum, square))
    try {
      expect(problemOf((...x) => tf.grads(squares)(x), inputs)).toBeUndefined()
    } catch (error) {
      expect((error as Error).message).toContain('gradient function not found')
    } finally {
      tf.dispose(inputs)
    }
  },
)

function inputsOf(shapes: readonly number[][]): tf.Tensor[] {
  return shapes.map((shape, i) => tf.randomUniform(shape, 0.1, 0.9, 'float32', i + 1))
}

/** The gradient with respect to every input of the sum of f's squares. */
function gradientOf(f: Program[0]): (...inputs: tf.Tensor[]) => tf.Tensor[] {
  return (...inputs) => tf.grads((...x) => tf.square(f(...x)))(inputs)
}

/** Why a function cannot be recorded, if it cannot: for example a stock kernel that it calls. */
function problemOf(
  f: (...inputs: tf.Tensor[]) => tf.Tensor[],
  inputs: readonly tf.Tensor[],
): string | undefined {
  const compiled = (tf.backend() as SimdBackend).compile(f)
  tf.dispose(compiled(...inputs))
  const { fallback } = compiled
  compiled.dispose()
  return fallback
}
