import { beforeAll, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { createCommandQueue, QUEUE_BYTES } from '../src/runtime/command-queue.ts'
import { HEADER_WORDS, operations, POOL_START } from '../src/generated/operations.ts'
import { registerSimdBackend } from '../src/index.ts'
import { compileKernels, instantiateKernels } from '../src/runtime/load-kernels.ts'
import type { LoadedKernels } from '../src/runtime/load-kernels.ts'
import { createMemoryPool } from '../src/memory/memory-pool.ts'
import { MathBackendSimd } from '../src/math-backend-simd.ts'
import { Recording } from '../src/compile/recording.ts'
import { createTrace } from '../src/compile/trace.ts'
import { createWorkerThreads } from '../src/runtime/worker-threads.ts'
import { randomBools, randomInput, randomIntegers } from './against-cpu.ts'
import { registerGradients } from './register-gradients.ts'

/** More bytes than the programs below use. */
const CHECKED_BYTES = 2 ** 22

let loaded: LoadedKernels

beforeAll(async () => {
  tf.enableProdMode()
  await registerGradients()
  await registerSimdBackend()
  tf.removeBackend('simd')
  loaded = instantiateKernels(await compileKernels())
  const pool = createMemoryPool(loaded.memory, POOL_START)
  const threads = createWorkerThreads(loaded, 1)
  const address = pool.allocate(QUEUE_BYTES)
  const queue = createCommandQueue(loaded.kernels, loaded.memory, address, { threads, workPerSlice: 1 })
  tf.registerBackend('simd', () => new MathBackendSimd(queue, loaded.memory, pool, threads))
  await tf.setBackend('simd')
})

/** Random inputs of an image's shape, and a row of its last axis. */
interface Inputs {
  readonly x: tf.Tensor4D
  readonly y: tf.Tensor4D
  readonly row: tf.Tensor1D
  readonly integers: tf.Tensor4D
  readonly bools: tf.Tensor4D
}

const programs: Readonly<Record<string, (inputs: Inputs) => unknown>> = {
  'broadcasting operations': ({ x, row, integers }) => [
    tf.add(x, row),
    tf.mul(x, tf.mean(x, [1, 2], true)),
    tf.sub(x, tf.max(x, 3, true)),
    tf.prelu(x, tf.reshape(row, [1, 1, 1, row.size])),
    tf.squaredDifference(x, tf.mean(x, [0, 2], true)),
    tf.pow(tf.abs(x), row),
    tf.mod(x, 0.3),
    ...[tf.add, tf.mul, tf.maximum, tf.floorDiv].map((f) => f(integers, tf.slice(integers, 0, 1))),
  ],
  'operations on floats': ({ x }) => [
    ...[
      tf.relu,
      tf.elu,
      tf.selu,
      tf.softplus,
      tf.expm1,
      tf.tanh,
      tf.round,
      tf.sign,
      tf.sin,
      tf.cos,
      tf.erf,
    ].map((f) => f(x)),
    tf.leakyRelu(x, 0.2),
    tf.clipByValue(x, -0.5, 0.5),
  ],
  comparisons: ({ x, y, row, integers, bools }) => [
    tf.greater(x, row),
    tf.equal(integers, tf.slice(integers, 0, 1)),
    tf.logicalOr(bools, tf.slice(bools, 0, 1)),
    tf.where(bools, x, y),
    tf.isNaN(x),
  ],
  conversions: ({ x, integers, bools }) => [
    tf.cast(x, 'int32'),
    tf.cast(x, 'bool'),
    tf.cast(integers, 'float32'),
    tf.cast(bools, 'float32'),
    tf.oneHot(tf.reshape(integers, [integers.size]), 3),
    tf.onesLike(bools),
  ],
  reductions: ({ x, integers, bools }) => [
    tf.sum(x, [0, 1, 2]),
    tf.sum(x, [1, 2]),
    tf.mean(x, [1, 3]),
    tf.sum(x, [3]),
    tf.max(x, [3]),
    tf.min(x, [0, 2]),
    tf.prod(x, [1]),
    tf.argMax(x, 3),
    tf.argMin(x, 0),
    tf.sum(integers, 3),
    tf.any(bools, 3),
    tf.softmax(x),
    ...[0, 1, 3].map((axis) => tf.cumsum(x, axis)),
    tf.cumprod(x, 2, true, true),
  ],
  layout: ({ x, y, bools }) => [
    ...[x, bools].flatMap((x) => [
      tf.transpose(x, [3, 1, 0, 2]),
      tf.transpose(x, [0, 3, 1, 2]),
      tf.pad(
        x,
        x.shape.map(() => [1, 2]),
      ),
      tf.tile(x, [2, 1, 2, 1]),
      tf.reverse(x, [1, 3]),
      tf.concat([x, x], 3),
      tf.stack([x, x], 4),
    ]),
    tf.gather(x, [0, 0], 2),
    gradientsOf((input) => tf.gather(input, [0, x.shape[2] - 1, 0], 2), x),
    tf.split(tf.concat([x, y], 2), 2, 2),
  ],
  convolutions: ({ x }) => {
    const filter = tf.randomUniform<tf.Rank.R4>([2, 3, x.shape[3], 5], -1, 1, 'float32', 1)
    return [
      tf.fused.conv2d({ x, filter, strides: 1, pad: 'same', activation: 'relu' }),
      tf.fused.conv2d({ x, filter, strides: 2, pad: 'same', activation: 'elu', bias: tf.ones([5]) }),
      ...gradientsOf((x, filter) => tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 1, 'same'), x, filter),
    ]
  },
  'depthwise convolutions': ({ x }) => {
    const filter = tf.randomUniform<tf.Rank.R4>([2, 3, x.shape[3], 2], -1, 1, 'float32', 1)
    return [
      tf.fused.depthwiseConv2d({ x, filter, strides: 1, pad: 'same', activation: 'relu6' }),
      ...gradientsOf(
        (x, filter) => tf.depthwiseConv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 1, 'same'),
        x,
        filter,
      ),
    ]
  },
  'mirrored borders': ({ x }) => [
    tf.mirrorPad(
      x,
      [[0, 0], [1, 0], [0, 1], [1, 1]], // prettier-ignore
      'symmetric',
    ),
  ],
  volumes: ({ x, y }) => {
    const volumes = tf.stack([x, y, x], 1) as tf.Tensor5D
    const filter = tf.randomUniform<tf.Rank.R5>([2, 2, 3, x.shape[3], 5], -1, 1, 'float32', 1)
    return [
      gradientsOf(
        (x, filter) => tf.conv3d(x as tf.Tensor5D, filter as tf.Tensor5D, 1, 'same'),
        volumes,
        filter,
      ),
      ...[tf.maxPool3d, tf.avgPool3d].map((pool) =>
        gradientsOf((x) => pool(x as tf.Tensor5D, 2, 1, 'same'), volumes),
      ),
    ]
  },
  resizing: ({ x }) => {
    return [tf.image.resizeNearestNeighbor, tf.image.resizeBilinear].flatMap((resize) => [
      gradientsOf((x) => resize(x as tf.Tensor4D, [5, 4], true), x),
      gradientsOf((x) => resize(x as tf.Tensor4D, [2, 7], false, true), x),
    ])
  },
  'local response normalization': ({ x }) => {
    return [0.75, 0.6].map((beta) => {
      return gradientsOf((x) => tf.localResponseNormalization(x as tf.Tensor4D, 2, 1, 0.5, beta), x)
    })
  },
  'matrix products': ({ x, y }) => {
    const [a, b] = [x, y].map((t) => tf.reshape(t, [-1, x.shape[3]]) as tf.Tensor2D)
    const [tallA, tallB] = [a, b].map((t) =>
      tf.pad(t, [
        [0, 70],
        [0, 60],
      ]),
    )
    return [a, tallA].flatMap((left, i) => {
      const right = [b, tallB][i]
      return [
        tf.matMul(left, right, true, false),
        tf.matMul(left, right, false, true),
        tf.matMul(left, tf.transpose(right)),
        tf.matMul(left, tf.transpose(right), true, true),
      ]
    })
  },
  pooling: ({ x }) => [
    tf.maxPool(x, [1, 2], 1, 'same'),
    tf.avgPool(x, [2, 1], 1, 'same'),
    ...gradientsOf((x) => tf.maxPool(x as tf.Tensor4D, 2, 1, 'same'), x),
    ...gradientsOf((x) => tf.avgPool(x as tf.Tensor4D, 2, 2, 'same'), x),
  ],
  'cross-entropy': ({ x, integers }) => {
    const logits = tf.reshape(x, [-1, x.shape[3]])
    const labels = tf.slice(tf.reshape(integers, [-1]), 0, logits.shape[0])
    return tf.engine().runKernel('TunekitCrossEntropy', { logits, labels })
  },
  'batch normalization': ({ x, row }) => tf.batchNorm4d(x, row, tf.abs(row) as tf.Tensor1D, row, row),
}

const size = fc.integer({ min: 1, max: 4 })

it.each(Object.entries(programs))('%s: every command gives the same bits in any slices', (_, program) => {
  fc.assert(
    fc.property(
      fc.tuple(size, size, size, fc.integer({ min: 1, max: 37 })),
      fc.integer(),
      fc.array(fc.nat(100), { minLength: 1, maxLength: 4 }),
      (shape, seed, cuts) => {
        const words = record([...shape], seed, program)
        for (let start = 0; start < words.length; start += words[start + 1])
          expectSameInSlices(words, start, cuts)
      },
    ),
    { numRuns: 20 },
  )
})

/** The commands of a program. */
function record(shape: number[], seed: number, program: (inputs: Inputs) => unknown): Int32Array {
  const recording = new Recording(tf.backend() as MathBackendSimd)
  recording.start()
  tf.tidy(() => {
    program({
      x: tf.tensor4d(randomInput(shape, seed).values, shape as never),
      y: tf.tensor4d(randomInput(shape, seed + 1).values, shape as never),
      row: tf.tensor1d(randomInput(shape.slice(-1), seed + 2).values),
      integers: tf.tensor4d(randomIntegers(shape, seed).values, shape as never, 'int32'),
      bools: tf.tensor4d(randomBools(shape, seed).values, shape as never, 'bool'),
    })
  })
  recording.end()
  expect(recording.problem).toBeUndefined()
  const { words } = createTrace(recording, { value: undefined }, () => [])
  recording.arena.close()
  return words
}

/** Runs a command whole and, on the same memory, in slices between `cuts` (in percent), the last slice first. */
function expectSameInSlices(words: Int32Array, start: number, cuts: readonly number[]): void {
  const [code, , units] = words.subarray(start)
  const { name, parameters } = operations[code]
  const floats = new Float32Array(words.buffer)
  const args = parameters.map((kind, i) => (kind === 'float' ? floats : words)[start + HEADER_WORDS + i])
  const run = loaded.kernels[name as 'zero'] as (...args: number[]) => void

  const memory = new Uint8Array(loaded.memory.buffer).subarray(0, CHECKED_BYTES)
  const before = memory.slice()
  run(...args, 0, units)
  const whole = memory.slice()
  memory.set(before)
  const inner = cuts.map((cut) => Math.round((cut * units) / 100)).sort((a, b) => a - b)
  const edges = [...new Set([0, ...inner, units])] // the scheduler makes no empty slices
  for (let i = edges.length - 1; i > 0; i--) run(...args, edges[i - 1], edges[i])
  if (Buffer.compare(memory, whole) !== 0) throw new Error(`${name} differs in slices ${edges}`)
}

function gradientsOf(f: (...inputs: tf.Tensor[]) => tf.Tensor, ...inputs: tf.Tensor[]): tf.Tensor[] {
  return tf.grads(f)(inputs)
}
