import { expect } from '@jest/globals'
import * as tf from '@tensorflow/tfjs-core'
import { registerSimdBackend } from '../src/index.ts'
import type { MathBackendSimd } from '../src/math-backend-simd.ts'
import { randomFloats } from './random-floats.ts'

/** An input of a kernel: its shape, and its values in row-major order, in an array of the input's type. */
export interface Input<Values = Float32Array> {
  readonly shape: number[]
  readonly values: Values
}

export type AnyInput = Input<Float32Array | Int32Array | Uint8Array>

/** Inputs by name; for a kernel that takes any number of inputs, a list. */
export type Inputs = Readonly<Record<string, AnyInput>> | readonly AnyInput[]

interface Result {
  readonly shape: number[]
  readonly dtype: string
  readonly values: Float32Array
  /** Whether a SIMD kernel computed the result. */
  readonly isNative: boolean
}

/** Registers both backends, without the stock backend's banner. */
export async function prepareBackends(): Promise<void> {
  tf.enableProdMode()
  await registerSimdBackend()
  await tf.setBackend('simd')
}

/** Random values in [−1, 1), the same for the same seed. */
export function randomInput(shape: number[], seed: number): Input {
  return {
    shape,
    values: randomFloats(
      shape.reduce((product, size) => product * size, 1),
      seed,
    ),
  }
}

/** Random integers from −`most` to `most`, the same for the same seed. */
export function randomIntegers(shape: number[], seed: number, most = 3): Input<Int32Array> {
  const { values } = randomInput(shape, seed)
  return { shape, values: Int32Array.from(values, (value) => Math.round(value * most)) }
}

export function randomBools(shape: number[], seed: number): Input<Uint8Array> {
  const { values } = randomInput(shape, seed)
  return { shape, values: Uint8Array.from(values, (value) => (value > 0 ? 1 : 0)) }
}

/** Runs a kernel on one backend. */
export async function runKernel(
  backendName: 'cpu' | 'simd',
  kernelName: string,
  inputs: Inputs,
  attrs: object,
): Promise<Result> {
  return (await runKernelOfMany(backendName, kernelName, inputs, attrs))[0]
}

async function runKernelOfMany(
  backendName: 'cpu' | 'simd',
  kernelName: string,
  inputs: Inputs,
  attrs: object,
): Promise<Result[]> {
  await tf.setBackend(backendName)
  return tf.tidy(() => {
    const tensors = Object.entries(inputs).map(([name, input]) => [name, tensorOf(input)] as const)
    const named = Array.isArray(inputs) ? tensors.map(([, tensor]) => tensor) : Object.fromEntries(tensors)
    const results = tf.engine().runKernel(kernelName, named as tf.NamedTensorMap, attrs as tf.NamedAttrMap)
    return [results].flat().map((result) => {
      const isNative =
        backendName === 'simd' && (tf.backend() as MathBackendSimd).data.get(result.dataId).address !== 0
      const { shape, dtype } = result
      return { shape, dtype, values: result.dataSync() as Float32Array, isNative }
    })
  })
}

function tensorOf({ shape, values }: AnyInput): tf.Tensor {
  const dtype = values instanceof Float32Array ? 'float32' : values instanceof Int32Array ? 'int32' : 'bool'
  return tf.tensor(values.slice(), shape, dtype)
}

/**
 * Expects the SIMD kernel to agree with the stock one: the same shape and type, the same NaN and infinities, and values
 * within `tolerance` of the larger of 1 and the value.
 */
export async function expectSameAsCpu(
  kernelName: string,
  inputs: Inputs,
  attrs: object = {},
  tolerance = 1e-5,
): Promise<void> {
  const expected = await runKernelOfMany('cpu', kernelName, inputs, attrs)
  const actual = await runKernelOfMany('simd', kernelName, inputs, attrs)
  expect(actual.length).toBe(expected.length)
  expected.forEach((result, i) => expectSame(kernelName, actual[i], result, tolerance))
}

function expectSame(kernelName: string, actual: Result, expected: Result, tolerance: number): void {
  expect(actual.isNative).toBe(true)
  expect([actual.dtype, actual.shape]).toEqual([expected.dtype, expected.shape])
  const index = Array.from(expected.values).findIndex(
    (value, i) => !isClose(actual.values[i], value, tolerance),
  )
  if (index !== -1) {
    throw new Error(
      `${kernelName} differs at ${index} of ${expected.values.length}: expected ${expected.values[index]}, ` +
        `got ${actual.values[index]}.`,
    )
  }
}

/** Expects the native kernel to leave a case to the stock kernel. */
export async function expectStock(kernelName: string, inputs: Inputs, attrs: object = {}): Promise<void> {
  const expected = await runKernel('cpu', kernelName, inputs, attrs)
  const { isNative, values } = await runKernel('simd', kernelName, inputs, attrs)
  expect(isNative).toBe(false)
  expect(values).toEqual(expected.values)
}

function isClose(actual: number, expected: number, tolerance: number): boolean {
  if (!Number.isFinite(expected) || !Number.isFinite(actual)) return Object.is(actual, expected)
  return Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected))
}
