/** @file Runs single kernels of the simd backend on one thread, and loops that reach the machine's SIMD peak. */
import {
  dispose,
  enableProdMode,
  engine,
  relu,
  setBackend,
  tensor,
  version_core,
} from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'
import { registerSimdBackend } from '@tunekit/tfjs-backend-simd'
import { kernelCalls, sizeOf } from './kernel-calls.ts'
import type { KernelCall } from './kernel-calls.ts'
import type { Slice } from '../harness/protocol.ts'
import { repeatFor } from './repeat-for.ts'
import { serve } from './serve.ts'
import { simdPeak } from './simd-peak.ts'
import type { Work } from './simd-peak.ts'

enableProdMode() // suppresses the stock backend's banner
await registerSimdBackend({ threads: 1 })
await setBackend('simd')
const { batchSize } = JSON.parse(process.argv[2]) as { batchSize: number }
const { arithmetic, withLoads } = await simdPeak()
const works = new Map<string, Work>([
  ['SIMD peak', arithmetic],
  ['SIMD peak with loads', withLoads],
  ...kernelCalls(batchSize).map((call) => [call.name, workOf(call)] as const),
])

await serve(
  { versions: { 'tfjs-core': version_core } },
  {
    work: ({ name, seconds }: { name: string; seconds: number }): Slice =>
      repeatFor(seconds, works.get(name) as Work),
  },
)

function workOf({ kernel, inputs, attributes, operations }: KernelCall): Work {
  const tensors = Object.fromEntries(Object.entries(inputs).map(([name, shape]) => [name, numbers(shape)]))
  if (inputs.places) Object.assign(tensors, pooledGradients(attributes as unknown as Pooled, inputs.dy))
  return () => {
    dispose(engine().runKernel(kernel, tensors, attributes))
    return operations
  }
}

interface Pooled {
  readonly inputShape: number[]
  readonly filterShape: number[]
}

/** Creates inputs of a pooled convolution's gradients: the places of its maxima, and the `dy` of a relu that is half zero. */
function pooledGradients(
  { inputShape, filterShape }: Pooled,
  shape: number[],
): { dy: Tensor; places: Tensor } {
  const inputs = { x: numbers(inputShape), filter: numbers(filterShape), bias: numbers(filterShape.slice(3)) }
  const [, places] = engine().runKernel<Tensor[]>('TunekitConv2DMaxPool', inputs, { pad: 'valid' })
  return { dy: relu(numbers(shape)), places }
}

/** Creates a tensor of numbers in [−0.5, 0.5] without a visible pattern. */
function numbers(shape: number[]): Tensor {
  const values = Float32Array.from({ length: sizeOf(shape) }, (_, index) => Math.sin(index * 12.9898) / 2)
  return tensor(values, shape)
}
