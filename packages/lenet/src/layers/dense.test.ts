import { describe, expect, it } from '@jest/globals'
import {
  _FusedMatMul,
  copyRegisteredKernels,
  getKernel,
  registerBackend,
  registerKernel,
  removeBackend,
  setBackend,
  unregisterKernel,
} from '@tensorflow/tfjs-core'
import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu'
import '../../test/cpu-backend.ts'
import { expectGradients } from '../../test/expect-gradients.ts'
import * as float64 from '../../test/float64.ts'
import type { Activation } from './activations.ts'
import { dense } from './dense.ts'

function expectDense(activation: Activation): void {
  expectGradients(
    [[3, 4], [4, 5], [5]],
    (x, weight, bias) => dense(x, weight, bias, activation),
    (x, weight, bias) => float64.dense(x, weight, bias, activation),
  )
}

describe('dense', () => {
  it.each<Activation>(['relu', 'tanh', 'sigmoid', 'linear'])(
    'equals its definition and central differences with %s',
    expectDense,
  )

  it('passes batches of matrices to the stock wasm kernel, the only rank that it supports', async () => {
    copyRegisteredKernels('cpu', 'wasm')
    const { kernelFunc } = getKernel(_FusedMatMul, 'wasm')
    const operands: unknown[] = []
    unregisterKernel(_FusedMatMul, 'wasm')
    registerKernel({
      kernelName: _FusedMatMul,
      backendName: 'wasm',
      kernelFunc(parameters) {
        operands.push([parameters.inputs.a?.shape, parameters.inputs.b?.shape])
        return kernelFunc(parameters)
      },
    })
    registerBackend('wasm', () => new MathBackendCPU())
    await setBackend('wasm')
    expectDense('relu')
    const batches = [
      [1, 3, 4],
      [1, 4, 5],
    ]
    expect(operands).toEqual([batches, batches])
    await setBackend('cpu')
    removeBackend('wasm')
  })
})
