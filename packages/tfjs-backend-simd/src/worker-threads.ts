import type { LoadedKernels } from './load-kernels.ts'

/** Worker threads that share the kernels' memory. */
export interface WorkerThreads {
  /**
   * How many threads run a program now, the caller's included: 1 until all workers are ready. The first call starts
   * them.
   */
  count(): number
  /** Whether the caller's thread may sleep while it waits for the others. */
  readonly maySleep: boolean
  /** Ends the workers. */
  stop(): void
}

/**
 * Workers that run programs beside the calling thread: worker threads in Node, web workers in a page that is
 * cross-origin isolated. Elsewhere, and until they are ready, the calling thread runs alone: the bits are the same.
 *
 * They never keep a process alive, and end with it.
 *
 * @param threads The number of threads wanted, the caller's included, ≥ 1
 */
export function createWorkerThreads(loaded: LoadedKernels, threads: number): WorkerThreads {
  const { kernels } = loaded
  const workers = threads - 1
  let state: 'idle' | 'starting' | 'ready' = 'idle'
  let terminate: (() => void)[] = []

  return {
    maySleep: typeof window === 'undefined',
    count() {
      if (state === 'idle' && workers > 0) {
        state = 'starting'
        terminate = startWorkers(loaded, workers)
      } else if (state === 'starting' && kernels.readyWorkers() === workers) {
        state = 'ready'
      }
      return state === 'ready' ? threads : 1
    },
    stop() {
      if (state === 'idle') return
      kernels.stop()
      for (const end of terminate) end()
      state = 'idle'
    },
  }
}

/** @returns One function a worker, which ends it; none if this runtime has no shared memory between threads */
function startWorkers({ module, memory }: LoadedKernels, workers: number): (() => void)[] {
  const start = nodeWorker() ?? webWorker()
  return start ? Array.from({ length: workers }, (_, i) => start({ module, memory, thread: i + 1 })) : []
}

interface WorkerTask {
  readonly module: WebAssembly.Module
  readonly memory: WebAssembly.Memory
  /** From 1 on; 0 is the thread that starts the workers. */
  readonly thread: number
}

type StartWorker = (task: WorkerTask) => () => void

const RUN = 'new WebAssembly.Instance(task.module, { env: { memory: task.memory } }).exports.work(task.thread)'

function nodeWorker(): StartWorker | undefined {
  const { process } = globalThis as { process?: NodeJS.Process }
  // No import, which bundlers for the browser would try to follow.
  const threads = process?.getBuiltinModule?.('node:worker_threads')
  if (!threads) return undefined
  return (task) => {
    const source = `const { workerData: task } = require('node:worker_threads'); ${RUN}`
    const worker = new threads.Worker(source, { eval: true, workerData: task })
    worker.on('error', () => undefined)
    worker.unref()
    return () => void worker.terminate()
  }
}

function webWorker(): StartWorker | undefined {
  if (!globalThis.crossOriginIsolated || typeof Worker === 'undefined') return undefined
  return (task) => {
    const url = URL.createObjectURL(new Blob([`onmessage = ({ data: task }) => ${RUN}`]))
    const worker = new Worker(url)
    worker.addEventListener('error', (event) => event.preventDefault())
    worker.postMessage(task)
    return () => worker.terminate()
  }
}
