import { beforeAll, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { prepareBackends, randomInput } from './against-cpu.ts'

beforeAll(prepareBackends)

/**
 * Operations on one or two live 4 × 4 tensors, by native kernels, stock kernels, or both. A tanh keeps the values small,
 * however long the program is.
 */
const operations: Readonly<Record<string, (a: tf.Tensor2D, b: tf.Tensor2D) => tf.Tensor>> = {
  add: (a, b) => tf.tanh(tf.add(a, b)),
  multiply: (a, b) => tf.mul(a, b),
  matMul: (a, b) => tf.tanh(tf.matMul(a, b, false, true)),
  relu: (a) => tf.relu(a),
  softmax: (a) => tf.softmax(a),
  atan: (a) => tf.atan(a),
  wave: (a) => tf.sin(tf.mul(a, 9)),
  mirrored: (a) => tf.slice(tf.mirrorPad(a, [[1, 1], [0, 2]], 'reflect'), [2, 1], [4, 4]), // prettier-ignore
  scattered: (a) => tf.tanh(tf.unsortedSegmentSum(a, tf.tensor1d([2, 0, 2, 3], 'int32'), 4)),
  transpose: (a) => tf.transpose(a),
  reshape: (a) => tf.reshape(tf.clone(a), [4, 4]),
  slices: (a, b) => tf.concat([tf.slice(a, [2, 0], [2, 4]), tf.slice(b, [0, 0], [2, 4])]),
  rows: (a, b) => tf.stack([...tf.unstack(a).slice(1), tf.unstack(b)[0]]),
  real: (a, b) => tf.real(tf.complex(a, b)),
  larger: (a, b) => tf.where(tf.greater(a, b), a, b),
  positive: (a) => tf.mul(a, tf.cast(tf.logicalAnd(tf.greater(a, 0), tf.isFinite(a)), 'float32')),
  centered: (a, b) => tf.tanh(tf.sub(a, tf.mean(b, 0, true))),
  outer: (a, b) => tf.tanh(tf.mul(tf.max(a, 1, true), tf.min(b, 0, true))),
  elu: (a) => tf.elu(a),
  clipped: (a) => tf.clipByValue(a, -0.25, 0.25),
  padded: (a) => tf.slice(tf.pad(a, [[1, 0], [0, 2]], 0.5), [0, 1], [4, 4]), // prettier-ignore
  gathered: (a) => tf.gather(a, tf.tensor1d([3, 0, 2, 0], 'int32'), 1),
  permuted: (a) =>
    tf.matMul(a, tf.oneHot(tf.tensor1d([2, 0, 3, 1], 'int32'), 4, 1, 0, 'float32') as tf.Tensor2D),
  reversed: (a) => tf.reverse(a, 1),
  halves: (a, b) => tf.concat([tf.split(a, 2, 1)[1], tf.split(b, 2, 1)[0]], 1),
  normalized: (a, b) => {
    const { mean, variance } = tf.moments(b, 0)
    return tf.tanh(tf.batchNorm2d(a, mean as tf.Tensor1D, variance as tf.Tensor1D, undefined, undefined, 0.1))
  },
  sliced: (a) => tf.reshape(tf.slice(tf.tile(a, [2, 1]), [2, 0], [4, 4]), [4, 4]),
}

const step = fc.record({
  operation: fc.constantFrom(...Object.keys(operations)),
  a: fc.nat(1000),
  b: fc.nat(1000),
  dispose: fc.option(fc.nat(1000)),
})

it('a random program, whose tensors come and go, ends with the same values as on the cpu backend', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 40 }), fc.integer(), async (steps, seed) => {
      const [expected, actual] = [await run('cpu', steps, seed), await run('simd', steps, seed)]
      expect(actual.length).toBe(expected.length)
      actual.forEach((values, i) => {
        values.forEach((value, j) => expect(value).toBeCloseTo(expected[i][j], 3))
      })
    }),
    { numRuns: 200 },
  )
})

/** The values of all tensors that are alive at the end. */
async function run(
  backend: string,
  steps: readonly { operation: string; a: number; b: number; dispose: number | null }[],
  seed: number,
): Promise<Float32Array[]> {
  await tf.setBackend(backend)
  const live = [0, 1, 2].map((i) => tf.tensor2d(randomInput([4, 4], seed + i).values, [4, 4]))
  for (const { operation, a, b, dispose } of steps) {
    const [left, right] = [live[a % live.length], live[b % live.length]]
    live.push(tf.tidy(() => operations[operation](left, right) as tf.Tensor2D))
    if (dispose !== null && live.length > 2) live.splice(dispose % live.length, 1)[0].dispose()
  }
  const values = live.map((tensor) => tensor.dataSync().slice() as Float32Array)
  tf.dispose(live)
  return values
}
