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
import { POOL_START } from './generated/operations.ts'
import { compileKernels, instantiateKernels } from './runtime/load-kernels.ts'
import { createMemoryPool } from './memory/memory-pool.ts'
import type { KernelArguments, NativeKernel } from './native/native-kernel.ts'
import type { NativeTensors } from './native/native-tensors.ts'
import { MathBackendSimd } from './math-backend-simd.ts'
import { UncoveredCall } from './native/uncovered-call.ts'
import { createWorkerThreads } from './runtime/worker-threads.ts'

const BACKEND = 'simd'

/** A bound against mistakes: a command has at most 32 slices, so more threads than 32 would gain nothing. */
const MOST_THREADS = 64

/** The options of {@link registerSimdBackend}. */
export interface SimdBackendOptions {
  /**
   * The number of threads that share the work, an integer in [1, 64]. Default: the number of hardware threads, at most 64.
   * Threads need shared memory: in a browser the page must be cross-origin isolated, otherwise one thread does all the
   * work. The results have the same bits for any number of threads.
   */
  readonly threads?: number
  /**
   * The least work in a slice of a kernel, a positive number of float operations. Kernels with less work than two slices
   * are not shared. Default 40,000, which takes one thread about 4 µs, several times as long as handing over a slice.
   */
  readonly workPerSlice?: number
}

/**
 * Registers the backend `simd` and its kernels with tfjs; `tf.setBackend('simd')` then makes it the active backend. The
 * stock backend `cpu` is registered too, since its kernels run every case without a SIMD kernel. While `simd` is
 * registered, calling this function again does nothing; after `tf.removeBackend('simd')`, it registers the backend anew.
 *
 * @throws {RangeError} If `threads` is not an integer in [1, 64], or `workPerSlice` is not positive
 * @throws {Error} If this runtime lacks WebAssembly with SIMD and shared memory
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
    throw new RangeError(`\`threads\` must be an integer in [1, ${MOST_THREADS}], got ${threads}.`)
  }
  if (!(workPerSlice > 0))
    throw new RangeError(`\`workPerSlice\` must be a positive number, got ${workPerSlice}.`)
  if (findBackend(BACKEND)) return
  const [module] = await Promise.all([compileKernels(), import('@tensorflow/tfjs-backend-cpu')])
  if (findBackend(BACKEND)) return // another call has registered it in the meantime
  // tfjs keeps the kernels of a backend that is removed.
  if (getKernelsForBackend(BACKEND).length === 0) registerKernels()
  registerBackend(BACKEND, () => createSimdBackend(module, { threads, workPerSlice }))
}

function registerKernels(): void {
  const stockKernels = getKernelsForBackend('cpu')
  for (const stock of stockKernels) {
    registerKernel({ ...stock, backendName: BACKEND, kernelFunc: recorded(stockKernel(stock)) })
  }
  for (const [kernelName, native] of Object.entries(nativeKernels)) {
    const stock = stockKernels.find((kernel) => kernel.kernelName === kernelName)
    if (stock) unregisterKernel(kernelName, BACKEND)
    const kernelFunc = recorded(nativeKernel(native, stock && stockKernel(stock)))
    registerKernel({ ...stock, kernelName, backendName: BACKEND, kernelFunc })
  }
}

function availableThreads(): number {
  return Math.min(globalThis.navigator?.hardwareConcurrency ?? 1, MOST_THREADS)
}

/** Creates the backend; tfjs calls this function again after `engine().reset()`. */
function createSimdBackend(
  module: WebAssembly.Module,
  options: Required<SimdBackendOptions>,
): MathBackendSimd {
  const loaded = instantiateKernels(module)
  const { kernels, memory } = loaded
  const pool = createMemoryPool(memory, POOL_START)
  const threads = createWorkerThreads(loaded, options.threads)
  const queue = createCommandQueue(kernels, memory, pool.allocate(QUEUE_BYTES), { ...options, threads })
  return new MathBackendSimd(queue, memory, pool, threads)
}

/** Makes a kernel note its inputs while a function is being recorded. */
function recorded(kernelFunc: KernelFunc): KernelFunc {
  return (args) => {
    ;(args.backend as NativeTensors).recorder?.addInputs(args.inputs)
    return kernelFunc(args)
  }
}

/** Wraps a stock cpu kernel, which reads the values of tensors in place. */
function stockKernel({ kernelName, kernelFunc }: KernelConfig): KernelFunc {
  return (args) => (args.backend as NativeTensors).runStock(kernelName, () => kernelFunc(args))
}

/** Wraps a native kernel. The stock kernel of the same name, if there is one, runs the calls that the native kernel does not cover. */
function nativeKernel(native: NativeKernel, stock: KernelFunc | undefined): KernelFunc {
  return (args) => {
    const backend = args.backend as NativeTensors
    try {
      const result = backend.runNative(() => native(args as unknown as KernelArguments))
      if (result) return result
    } catch (error) {
      if (!(stock && error instanceof UncoveredCall)) throw error
    }
    return (stock as KernelFunc)(args)
  }
}
