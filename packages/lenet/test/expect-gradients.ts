import { expect } from '@jest/globals'
import { dispose, grads, memory, tensor } from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'
import { randomStream } from '@tunekit/random-stream'
import type { Array64 } from './float64.ts'

/**
 * Expects a layer and its gradients to equal a float64 definition and its central differences, at seeded random
 * inputs in [−1, 1), and to leave no tensor behind.
 */
export function expectGradients(
  shapes: readonly (readonly number[])[],
  layer: (...inputs: Tensor[]) => Tensor,
  definition: (...inputs: Array64[]) => Array64,
): void {
  const random = randomStream('inputs', 7).uniform
  const uniform = (): number => 2 * random() - 1
  const inputs = shapes.map((shape) => random64(shape, uniform))
  const output = definition(...inputs)
  const dy = random64(output.shape, uniform)

  const before = memory().numTensors
  const tensors = inputs.map(toTensor)
  const y = layer(...tensors)
  expectClose(y, output)
  const gradients = grads(layer)(tensors, toTensor(dy))
  gradients.forEach((gradient, index) => {
    expectClose(
      gradient,
      centralDifferences(inputs, index, (...moved) => dot(definition(...moved), dy)),
    )
  })
  dispose([...tensors, y, ...gradients])
  expect(memory().numTensors - before).toBe(1) // dy
}

/** Expects a float32 tensor to be within 1e-5 of float64 values, relative to the largest of them. */
export function expectClose(actual: Tensor, expected: Array64): void {
  expect(actual.shape).toEqual(expected.shape)
  const values = actual.dataSync()
  const largest = Math.max(...expected.data.map(Math.abs))
  const errors = expected.data.map((value, index) => Math.abs(values[index] - value))
  expect(largest).toBeGreaterThan(0)
  expect(Math.max(...errors) / largest).toBeLessThan(1e-5)
}

/** Computes the derivative of `f` with respect to each element of input `which`. */
export function centralDifferences(
  inputs: readonly Array64[],
  which: number,
  f: (...inputs: Array64[]) => number,
): Array64 {
  const { shape, data } = inputs[which]
  const step = 1e-6
  const moved = (element: number, by: number): number => {
    const copy = data.slice()
    copy[element] += by
    return f(...inputs.with(which, { shape, data: copy }))
  }
  return {
    shape,
    data: data.map((_, element) => (moved(element, step) - moved(element, -step)) / (2 * step)),
  }
}

export function dot(a: Array64, b: Array64): number {
  return a.data.reduce((sum, value, index) => sum + value * b.data[index], 0)
}

function random64(shape: readonly number[], uniform: () => number): Array64 {
  return {
    shape,
    data: Float64Array.from({ length: shape.reduce((product, size) => product * size, 1) }, uniform),
  }
}

function toTensor({ shape, data }: Array64): Tensor {
  return tensor(Float32Array.from(data), [...shape])
}
