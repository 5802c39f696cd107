import {
  findBackend,
  getKernelsForBackend,
  registerBackend,
  registerKernel,
  unregisterKernel,
} from '@tensorflow/tfjs-core'
import type { KernelConfig, KernelFunc } from '@tensorflow/tfjs-core'
import { createCommandQueue, QUEUE_BYTES } from './runtime/command-queue.ts'
import { nativeKernels } from './kernels/native-kernels.ts'
import { compileKernels, instantiateKernels, POOL_START } from './runtime/load-kernels.ts'
import { createMemoryPool } from './memory/memory-pool.ts'
import type { KernelArguments, NativeKernel } from './native/native-kernel.ts'
import { SimdBackend } from './simd-backend.ts'
import { UncoveredCall } from './native/uncovered-call.ts'
import { createWorkerThreads } from './runtime/worker-threads.ts'

const BACKEND = 'simd'

const MOST_THREADS = 64

export interface SimdBackendOptions {
  /**
   * The number of threads that share the work, ≥ 1. Default: as many as the machine runs at once. Threads need a shared
   * memory: in a browser the page must be cross-origin isolated, otherwise one thread does all. The results are the
   * same to the last bit for any number.
   */
  readonly threads?: number
  /**
   * How much work a slice of a kernel has at least, in floats that are computed with, > 0; less is not shared. Default
   * 40,000, which one thread does in about 4 µs: several times what it costs to hand it over.
   */
  readonly workPerSlice?: number
}

/**
 * Registers the backend `simd` and its kernels with tfjs; `tf.setBackend('simd')` then makes it the active one.
 * Calling it again does nothing, but after `tf.removeBackend('simd')`. The stock backend `cpu` is registered too, since its kernels run whatever has no
 * SIMD kernel.
 *
 * @throws {RangeError} If `threads` is not an integer from 1 to 64, or `workPerSlice` not above 0
 * @throws {Error} If this runtime has no WebAssembly with SIMD and shared memory
 *
 * @example
 * import * as tf from '@tensorflow/tfjs-core'
 * import { registerSimdBackend } from '@tunekit/tfjs-backend-simd'
 *
 * await registerSimdBackend()
 * await tf.setBackend('simd')
 */
export async function registerSimdBackend(options: SimdBackendOptions = {}): Promise<void> {
  const { threads = availableThreads(), workPerSlice = 40_000 } = options
  if (!(Number.isInteger(threads) && threads >= 1 && threads <= MOST_THREADS)) {
    throw new RangeError(`\`threads\` must be an integer from 1 to ${MOST_THREADS}, got ${threads}.`)
  }
  if (!(workPerSlice > 0)) throw new RangeError(`\`workPerSlice\` must be above 0, got ${workPerSlice}.`)
  if (findBackend(BACKEND)) return
  const [module] = await Promise.all([compileKernels(), import('@tensorflow/tfjs-backend-cpu')])
  if (findBackend(BACKEND)) return
  // Kernels stay when a backend is removed.
  if (getKernelsForBackend(BACKEND).length === 0) registerKernels()
  registerBackend(BACKEND, () => createSimdBackend(module, { threads, workPerSlice }))
}

function registerKernels(): void {
  const stockKernels = getKernelsForBackend('cpu')
  for (const stock of stockKernels) {
    registerKernel({ ...stock, backendName: BACKEND, kernelFunc: observed(stockKernel(stock)) })
  }
  for (const [kernelName, native] of Object.entries(nativeKernels)) {
    const stock = stockKernels.find((kernel) => kernel.kernelName === kernelName)
    if (stock) unregisterKernel(kernelName, BACKEND)
    const kernelFunc = observed(nativeKernel(native, stock && stockKernel(stock)))
    registerKernel({ ...stock, kernelName, backendName: BACKEND, kernelFunc })
  }
}

function availableThreads(): number {
  return Math.min(globalThis.navigator?.hardwareConcurrency ?? 1, MOST_THREADS)
}

/** tfjs calls this again after `engine().reset()`. */
function createSimdBackend(module: WebAssembly.Module, options: Required<SimdBackendOptions>): SimdBackend {
  const loaded = instantiateKernels(module)
  const { kernels, memory } = loaded
  const pool = createMemoryPool(memory, POOL_START)
  const threads = createWorkerThreads(loaded, options.threads)
  const queue = createCommandQueue(kernels, memory, pool.allocate(QUEUE_BYTES), { ...options, threads })
  return new SimdBackend(queue, memory, pool, threads)
}

/** A kernel whose inputs are noted while something is being recorded. */
function observed(kernelFunc: KernelFunc): KernelFunc {
  return (args) => {
    ;(args.backend as SimdBackend).recorder?.addInputs(args.inputs)
    return kernelFunc(args)
  }
}

/** A stock cpu kernel, which reads tensors where they are. */
function stockKernel({ kernelName, kernelFunc }: KernelConfig): KernelFunc {
  return (args) => (args.backend as SimdBackend).runStock(kernelName, () => kernelFunc(args))
}

/** A native kernel before the stock one of that name, if there is one, which has the cases left to it. */
function nativeKernel(native: NativeKernel, stock: KernelFunc | undefined): KernelFunc {
  return (args) => {
    const backend = args.backend as SimdBackend
    try {
      const result = backend.runNative(() => native(args as unknown as KernelArguments))
      if (result) return result
    } catch (error) {
      if (!(stock && error instanceof UncoveredCall)) throw error
    }
    return (stock as KernelFunc)(args)
  }
}
