import type { LoadedKernels } from './load-kernels.ts'

/** Worker threads that share the kernels' memory. */
export interface WorkerThreads {
  /** The number of threads wanted, the caller's included. */
  readonly count: number
  /** The number of threads that run now, the caller's included. */
  readonly running: number
  /** Whether the caller's thread may sleep while it waits for the others. */
  readonly maySleep: boolean
  /** Starts the workers, if they have not been started. */
  start(): void
  /** Ends the workers. */
  stop(): void
}

/**
 * Workers that do slices of commands beside the calling thread: worker threads in Node, web workers in a page that is
 * cross-origin isolated. Elsewhere, where a policy or a missing permission forbids workers, and until they have started,
 * the calling thread does all: the bits are the same.
 *
 * They never keep a process alive, and end with it.
 */
export function createWorkerThreads(loaded: LoadedKernels, count: number): WorkerThreads {
  let end: (() => void)[] | undefined

  return {
    count,
    get running() {
      return end?.length === 0 ? 1 : 1 + loaded.kernels.workers()
    },
    maySleep: maySleep(loaded.memory),
    start() {
      end ??= startWorkers(loaded, count - 1)
    },
    stop() {
      if (!end) return
      loaded.kernels.stop()
      for (const endWorker of end) endWorker()
      end = []
    },
  }
}

/** A page's thread may not. */
function maySleep({ buffer }: WebAssembly.Memory): boolean {
  try {
    Atomics.wait(new Int32Array(buffer), 0, 1, 0)
    return true
  } catch {
    return false
  }
}

/** @returns For each worker that could be made a function that ends it */
function startWorkers({ module, memory }: LoadedKernels, workers: number): (() => void)[] {
  const ends: (() => void)[] = []
  try {
    const start = nodeWorker() ?? webWorker()
    for (let i = 0; start && i < workers; i++) ends.push(start({ module, memory }))
  } catch {
    // Only trying tells: Node's permissions, a Content-Security-Policy or Trusted Types may forbid workers.
  }
  return ends
}

interface WorkerTask {
  readonly module: WebAssembly.Module
  readonly memory: WebAssembly.Memory
}

type StartWorker = (task: WorkerTask) => () => void

/** What a worker does with its `task`. */
const RUN = `
const kernels = new WebAssembly.Instance(task.module, { env: { memory: task.memory } }).exports
try { kernels.work() } catch { kernels.fail() }`

function nodeWorker(): StartWorker | undefined {
  const { process } = globalThis as { process?: NodeJS.Process }
  // No import, which bundlers for the browser would try to follow.
  const threads = process?.getBuiltinModule?.('node:worker_threads')
  if (!threads) return undefined
  return (task) => {
    const source = `const { workerData: task } = require('node:worker_threads');${RUN}`
    const worker = new threads.Worker(source, { eval: true, workerData: task })
    worker.on('error', () => undefined) // it could not start
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
        event.preventDefault() // it could not start
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
