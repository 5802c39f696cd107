import { beforeAll, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import type { SimdBackend } from '../../src/index.ts'
import { prepareBackends, randomInput } from '../against-cpu.ts'

beforeAll(prepareBackends)

type Matrix = tf.Tensor2D

/** Operations on one or two live 4 × 4 tensors, all of which can be replayed. */
const operations: Readonly<Record<string, (a: Matrix, b: Matrix) => tf.Tensor>> = {
  add: (a, b) => tf.tanh(tf.add(a, b)),
  matMul: (a, b) => tf.tanh(tf.matMul(a, b, false, true)),
  transposed: (a, b) => tf.tanh(tf.matMul(a, b, true, false)),
  relu: (a) => tf.relu(a),
  softmax: (a) => tf.softmax(a),
  scaled: (a) => tf.mul(a, 0.5),
  scattered: (a) => tf.unsortedSegmentSum(a, tf.tensor1d([2, 0, 2, 3], 'int32'), 4),
  wave: (a) => tf.sin(a),
  mirrored: (a) => tf.slice(tf.mirrorPad(a, [[1, 1], [0, 2]], 'reflect'), [2, 1], [4, 4]), // prettier-ignore
  upsampled: (a) =>
    tf.reshape(
      tf.slice(
        tf.image.resizeBilinear(tf.reshape(a, [4, 4, 1]) as tf.Tensor3D, [6, 6]),
        [1, 1, 0],
        [4, 4, 1],
      ),
      [4, 4],
    ),
  normalizedLocally: (a) =>
    tf.reshape(tf.localResponseNormalization(tf.reshape(a, [1, 2, 2, 4]) as tf.Tensor4D, 1), [4, 4]),
  shifted: (a) => tf.add(a, tf.tensor1d([0.1, 0.2, 0.3, 0.4])),
  rowSums: (a) => tf.sub(a, tf.sum(a, 1, true)),
  reshape: (a) => tf.reshape(tf.clone(a), [4, 4]),
  pooled: (a) =>
    tf.sub(a, tf.reshape(tf.maxPool(tf.reshape(a, [1, 4, 4, 1]) as tf.Tensor4D, 2, 1, 'same'), [4, 4])),
}

const step = fc.record({
  operation: fc.constantFrom(...Object.keys(operations)),
  a: fc.nat(1000),
  b: fc.nat(1000),
  dispose: fc.option(fc.nat(1000)),
})

it('a compiled random program, whose tensors come and go, has the bits of the uncompiled program', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), fc.integer(), async (steps, seed) => {
      const matrix = (at: number): Matrix => tf.tensor2d(randomInput([4, 4], seed + at).values, [4, 4])
      const variable = tf.tidy(() => tf.variable(matrix(0)))
      const program = (x: Matrix): Matrix => {
        const live = [x, variable as Matrix, tf.tensor2d(new Float32Array(16).fill(0.7), [4, 4])]
        for (const { operation, a, b, dispose } of steps) {
          live.push(operations[operation](live[a % live.length], live[b % live.length]) as Matrix)
          // The first two tensors do not belong to the program.
          if (dispose !== null && live.length > 4)
            live.splice(2 + (dispose % (live.length - 3)), 1)[0].dispose()
        }
        return tf.add(live.at(-1) as Matrix, live[2])
      }
      const compiled = (tf.backend() as SimdBackend).compile((x: Matrix) => ({ y: program(x) }))
      for (let call = 1; call <= 5; call++) {
        tf.tidy(() => {
          variable.assign(matrix(10 * call))
          const x = matrix(10 * call + 1)
          const expected = program(x).dataSync()
          fillFreeMemory()
          expect(compiled(x).y.dataSync()).toEqual(expected)
        })
      }
      expect(compiled.fallback).toBeUndefined()
      compiled.dispose()
      variable.dispose()
    }),
    { numRuns: 200 },
  )
})

/** Overwrites free memory, which no replay may read. */
function fillFreeMemory(): void {
  const tensors = Array.from({ length: 40 }, () => tf.add(tf.fill([4, 4], 1e9), 1))
  tf.dispose(tensors)
}
