/** @file Runs single kernels on one thread of the simd backend, or on the stock cpu backend of tfjs. */
import { dispose, enableProdMode, engine, setBackend, tensor, version_core } from '@tensorflow/tfjs-core'
import { registerSimdBackend } from '@tunekit/tfjs-backend-simd'
import { sizeOf } from './kernel-calls.ts'
import type { Slice } from '../harness/protocol.ts'
import { stockCalls } from './stock-calls.ts'
import type { StockCall } from './stock-calls.ts'
import { repeatFor } from './repeat-for.ts'
import { serve } from './serve.ts'

const { backend } = JSON.parse(process.argv[2]) as { backend: 'simd' | 'cpu' }
enableProdMode() // suppresses the stock backend's banner
await registerSimdBackend({ threads: 1 })
await setBackend(backend)
const calls = new Map(stockCalls.map((call) => [call.name, callOf(call)]))

await serve(
  { versions: { 'tfjs-core': version_core } },
  {
    call({ name, seconds }: { name: string; seconds: number }): Slice {
      const call = calls.get(name) as () => void
      return repeatFor(seconds, () => {
        call()
        return 1
      })
    },
  },
)

function callOf({ kernel, inputs, segmentIds, attributes }: StockCall): () => void {
  const tensors = Object.fromEntries(
    Object.entries(inputs).map(([name, shape]) => {
      const values = Float32Array.from({ length: sizeOf(shape) }, (_, index) => Math.sin(index * 12.9898) / 2)
      return [name, tensor(values, shape)]
    }),
  )
  if (segmentIds !== undefined) {
    const ids = Int32Array.from({ length: segmentIds }, (_, index) => (index * 7919) % 800)
    tensors.segmentIds = tensor(ids, [segmentIds], 'int32')
  }
  return () => dispose(engine().runKernel(kernel, tensors, attributes))
}
