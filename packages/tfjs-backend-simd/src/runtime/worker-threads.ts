import type { LoadedKernels } from './load-kernels.ts'

/** The worker threads that share the kernels' memory. */
export interface WorkerThreads {
  /** The requested number of threads, the caller's included. */
  readonly count: number
  /** The number of threads that are running, the caller's included. */
  readonly running: number
  /** Whether the caller's thread may block on `Atomics.wait`; the main thread of a page may not. */
  readonly canBlock: boolean
  /** Starts the workers, if they have not been started. */
  start(): void
  /** Ends the workers. */
  stop(): void
}

/**
 * Creates workers that share slices of commands with the calling thread: worker threads in Node, web workers in a page that
 * is cross-origin isolated. Elsewhere, where a policy or a missing permission forbids workers, and until the workers have
 * started, the calling thread does all the work. The results have the same bits either way.
 *
 * Workers never keep a process alive, and end with it.
 */
export function createWorkerThreads(loaded: LoadedKernels, count: number): WorkerThreads {
  /** For each worker a function that ends it; undefined until the workers are started. */
  let ends: (() => void)[] | undefined

  return {
    count,
    get running() {
      return ends?.length === 0 ? 1 : 1 + loaded.kernels.workers()
    },
    canBlock: canBlock(loaded.memory),
    start() {
      ends ??= startWorkers(loaded, count - 1)
    },
    stop() {
      if (!ends) return
      loaded.kernels.stop()
      for (const end of ends) end()
      ends = []
    },
  }
}

function canBlock({ buffer }: WebAssembly.Memory): boolean {
  try {
    Atomics.wait(new Int32Array(buffer), 0, 1, 0)
    return true
  } catch {
    return false
  }
}

/** @returns For each worker that could be created, a function that ends it */
function startWorkers({ module, memory }: LoadedKernels, workers: number): (() => void)[] {
  const ends: (() => void)[] = []
  try {
    const start = nodeWorker() ?? webWorker()
    for (let i = 0; start && i < workers; i++) ends.push(start({ module, memory }))
  } catch {
    // Node's permissions, a Content-Security-Policy or Trusted Types may forbid workers, which only an attempt shows.
  }
  return ends
}

interface WorkerTask {
  readonly module: WebAssembly.Module
  readonly memory: WebAssembly.Memory
}

type StartWorker = (task: WorkerTask) => () => void

/** The code that a worker runs on its `task`. */
const RUN = `
const kernels = new WebAssembly.Instance(task.module, { env: { memory: task.memory } }).exports
try { kernels.work() } catch { kernels.fail() }`

function nodeWorker(): StartWorker | undefined {
  const { process } = globalThis as { process?: NodeJS.Process }
  // Bundlers for the browser would try to follow an import.
  const threads = process?.getBuiltinModule?.('node:worker_threads')
  if (!threads) return undefined
  return (task) => {
    const source = `const { workerData: task } = require('node:worker_threads');${RUN}`
    const worker = new threads.Worker(source, { eval: true, workerData: task })
    worker.on('error', () => undefined) // the worker could not start
    worker.unref()
    return () => void worker.terminate()
  }
}

function webWorker(): StartWorker | undefined {
  if (!globalThis.crossOriginIsolated || typeof Worker === 'undefined') return undefined
  return (task) => {
    const source = `onmessage = ({ data: task }) => { postMessage('loaded');${RUN} }`
    const url = URL.createObjectURL(new Blob([source]))
    try {
      const worker = new Worker(url)
      worker.addEventListener('message', () => URL.revokeObjectURL(url))
      worker.addEventListener('error', (event) => {
        event.preventDefault() // the worker could not start
        URL.revokeObjectURL(url)
      })
      worker.postMessage(task)
      return () => worker.terminate()
    } catch (error) {
      URL.revokeObjectURL(url)
      throw error
    }
  }
}
