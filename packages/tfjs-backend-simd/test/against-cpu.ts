import { expect } from '@jest/globals'
import * as tf from '@tensorflow/tfjs-core'
import { registerSimdBackend } from '../src/index.ts'
import type { SimdBackend } from '../src/simd-backend.ts'

/** One input of a kernel: its shape, and its values in row-major order. */
export interface Input {
  readonly shape: number[]
  readonly values: Float32Array
}

/** Registers both backends, without the stock backend's banner. */
export async function prepareBackends(): Promise<void> {
  tf.enableProdMode()
  await registerSimdBackend()
  await tf.setBackend('simd')
}

/** Values in [−1, 1) that depend on `seed` alone (a linear congruential sequence). */
export function randomInput(shape: number[], seed: number): Input {
  let state = (seed ^ 0x9e3779b9) >>> 0
  const values = Float32Array.from({ length: shape.reduce((product, size) => product * size, 1) }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return (state >>> 8) / 2 ** 23 - 1
  })
  return { shape, values }
}

/** Runs a kernel on one backend; `isNative` tells whether a SIMD kernel made the (first) result. */
export async function runKernel(
  backendName: 'cpu' | 'simd',
  kernelName: string,
  inputs: Readonly<Record<string, Input>>,
  attrs: object,
): Promise<{ shape: number[]; values: Float32Array; isNative: boolean }> {
  await tf.setBackend(backendName)
  return tf.tidy(() => {
    const tensors = Object.fromEntries(
      Object.entries(inputs).map(([name, { shape, values }]) => [
        name,
        tf.tensor(values.slice(), shape, 'float32'),
      ]),
    )
    const result = tf.engine().runKernel(kernelName, tensors, attrs as tf.NamedAttrMap) as tf.Tensor
    const isNative =
      backendName === 'simd' && (tf.backend() as SimdBackend).data.get(result.dataId).address !== 0
    return { shape: result.shape, values: result.dataSync() as Float32Array, isNative }
  })
}

/**
 * Expects the SIMD kernel to agree with the stock one: the same shape, the same NaN and infinities, and values within
 * `tolerance` of the larger of 1 and the value.
 */
export async function expectSameAsCpu(
  kernelName: string,
  inputs: Readonly<Record<string, Input>>,
  attrs: object = {},
  tolerance = 1e-5,
): Promise<void> {
  const expected = await runKernel('cpu', kernelName, inputs, attrs)
  const actual = await runKernel('simd', kernelName, inputs, attrs)
  expect(actual.isNative).toBe(true)
  expect(actual.shape).toEqual(expected.shape)
  const wrong = Array.from(expected.values).findIndex(
    (value, i) => !isClose(actual.values[i], value, tolerance),
  )
  if (wrong !== -1) {
    throw new Error(
      `${kernelName} differs at ${wrong} of ${expected.values.length}: expected ${expected.values[wrong]}, ` +
        `got ${actual.values[wrong]}.`,
    )
  }
}

function isClose(actual: number, expected: number, tolerance: number): boolean {
  if (!Number.isFinite(expected) || !Number.isFinite(actual)) return Object.is(actual, expected)
  return Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected))
}
