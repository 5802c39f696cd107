import { afterEach, describe, expect, it } from '@jest/globals'
import {
  Conv2DBackpropFilter,
  Conv2DBackpropInput,
  engine,
  FusedConv2D,
  MaxPool,
  MaxPoolGrad,
  registerKernel,
  tidy,
  unregisterKernel,
} from '@tensorflow/tfjs-core'
import type { NamedAttrMap, NamedTensorInfoMap, NamedTensorMap, Tensor } from '@tensorflow/tfjs-core'
import '../../test/cpu-backend.ts'
import { expectGradients } from '../../test/expect-gradients.ts'
import * as float64 from '../../test/float64.ts'
import { convolveAndMaxPool } from './convolve-and-max-pool.ts'

const pool = { filterSize: 2, strides: 2, pad: 'valid' }
const conv = { strides: 1, dilations: 1, dataFormat: 'NHWC', activation: 'linear' }

function run<Result extends Tensor | Tensor[]>(
  name: string,
  inputs: NamedTensorInfoMap,
  attrs: NamedAttrMap,
): Result {
  return engine().runKernel<Result>(name, inputs as NamedTensorMap, attrs)
}

/** The fused kernels in stock ones; `places` is the convolution's output. */
const fused: Record<string, (inputs: NamedTensorInfoMap, attrs: NamedAttrMap) => Tensor | Tensor[]> = {
  TunekitConv2DMaxPool(inputs, { pad }) {
    const places = run<Tensor>(FusedConv2D, inputs, { ...conv, pad })
    return [run<Tensor>(MaxPool, { x: places }, pool), places]
  },
  TunekitConv2DMaxPoolBackpropFilter: ({ x, dy, places }, attrs) =>
    run<Tensor>(Conv2DBackpropFilter, { x, dy: unpool(dy, places) }, { ...conv, ...attrs }),
  TunekitConv2DMaxPoolBackpropInput: ({ filter, dy, places }, attrs) =>
    run<Tensor>(Conv2DBackpropInput, { filter, dy: unpool(dy, places) }, { ...conv, ...attrs }),
}

function unpool(dy: NamedTensorInfoMap[string], input: NamedTensorInfoMap[string]): Tensor {
  const output = run<Tensor>(MaxPool, { x: input }, pool)
  return run<Tensor>(MaxPoolGrad, { dy, input, output }, pool)
}

describe('convolveAndMaxPool', () => {
  const ran = new Set<string>()
  afterEach(() => {
    if (ran.size > 0) for (const kernelName of Object.keys(fused)) unregisterKernel(kernelName, 'cpu')
    ran.clear()
  })

  function expectLayer(padding: 'valid' | 'same'): void {
    expectGradients(
      [[2, 5, 6, 2], [2, 2, 2, 3], [3]],
      (x, filter, bias) => tidy(() => convolveAndMaxPool(x, filter, bias, padding)),
      (x, filter, bias) =>
        float64.pool(float64.conv2d(x, filter, bias, { activation: 'linear', padding }), 'max'),
    )
  }

  it.each(['valid', 'same'] as const)('equals its definition and central differences, %s', expectLayer)

  it.each(['valid', 'same'] as const)(
    'does so by fused kernels where the backend has them, %s',
    (padding) => {
      for (const [kernelName, kernel] of Object.entries(fused)) {
        registerKernel({
          kernelName,
          backendName: 'cpu',
          kernelFunc({ inputs, attrs }) {
            ran.add(kernelName)
            return kernel(inputs, attrs as NamedAttrMap)
          },
        })
      }
      expectLayer(padding)
      expect([...ran].sort()).toEqual(Object.keys(fused).sort())
    },
  )
})
