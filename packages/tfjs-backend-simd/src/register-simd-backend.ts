import {
  copyRegisteredKernels,
  findBackend,
  getKernel,
  registerBackend,
  registerKernel,
  unregisterKernel,
} from '@tensorflow/tfjs-core'
import type { KernelConfig } from '@tensorflow/tfjs-core'
import { conv2dKernels } from './kernels/conv2d.ts'
import { elementwiseKernels } from './kernels/elementwise.ts'
import { matmulKernels } from './kernels/matmul.ts'
import { optimizerKernels } from './kernels/optimizers.ts'
import { poolKernels } from './kernels/pool.ts'
import { reduceKernels } from './kernels/reduce.ts'
import { loadKernels, POOL_START } from './load-kernels.ts'
import { createMemoryPool } from './memory-pool.ts'
import type { NativeKernel, NativeKernels } from './native-kernel.ts'
import { SimdBackend } from './simd-backend.ts'

const BACKEND = 'simd'

const nativeKernels: NativeKernels = {
  ...conv2dKernels,
  ...elementwiseKernels,
  ...matmulKernels,
  ...optimizerKernels,
  ...poolKernels,
  ...reduceKernels,
}

/**
 * Registers the backend `simd` and its kernels with tfjs; `tf.setBackend('simd')` then makes it the active one.
 * Calling it again does nothing. The stock backend `cpu` is registered too, since its kernels run whatever has no
 * SIMD kernel.
 *
 * @throws {Error} If this runtime has no WebAssembly with SIMD and shared memory
 *
 * @example
 * import * as tf from '@tensorflow/tfjs-core'
 * import { registerSimdBackend } from '@tunekit/tfjs-backend-simd'
 *
 * await registerSimdBackend()
 * await tf.setBackend('simd')
 */
export async function registerSimdBackend(): Promise<void> {
  if (findBackend(BACKEND)) return
  const [{ kernels, memory }] = await Promise.all([loadKernels(), import('@tensorflow/tfjs-backend-cpu')])
  if (findBackend(BACKEND)) return
  copyRegisteredKernels('cpu', BACKEND)
  for (const [kernelName, kernel] of Object.entries(nativeKernels)) replaceKernel(kernelName, kernel)
  const pool = createMemoryPool(memory, POOL_START)
  registerBackend(BACKEND, () => new SimdBackend(kernels, memory, pool))
}

/** Puts a native kernel before the stock one of that name, if there is one, which keeps the cases left to it. */
function replaceKernel(kernelName: string, native: NativeKernel): void {
  const stock = getKernel(kernelName, BACKEND) as KernelConfig | null | undefined
  if (!stock) {
    registerKernel({ kernelName, backendName: BACKEND, kernelFunc: native as KernelConfig['kernelFunc'] })
    return
  }
  unregisterKernel(kernelName, BACKEND)
  const kernelFunc = ((args) => native(args as never) ?? stock.kernelFunc(args)) as KernelConfig['kernelFunc']
  registerKernel({ ...stock, kernelFunc })
}
