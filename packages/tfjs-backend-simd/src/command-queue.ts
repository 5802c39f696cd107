import { operations } from './generated/operations.ts'
import type { OperationArguments } from './generated/operations.ts'
import type { WasmKernels } from './load-kernels.ts'
import type { WorkerThreads } from './worker-threads.ts'

export type OperationName = keyof OperationArguments

/** How an operation can be shared among threads. */
export interface Share {
  /** The number of slices that it can be cut into. */
  readonly units: number
  /** Roughly how many floats are computed with: multiplications of a product, elements of a vector. */
  readonly work: number
}

/** Words of a command before its arguments, see assembly/scheduler.ts. */
export const HEADER_WORDS = 4

/** A thread gets no less than this: about 4 µs, several times what it costs to hand it over. */
const WORK_PER_THREAD = 40_000

const CAPACITY_WORDS = 4096
const WORD_BYTES = 4

export const QUEUE_BYTES: number = CAPACITY_WORDS * WORD_BYTES

/** Operations that wait to be run, in order. */
export interface CommandQueue {
  /**
   * Adds an operation of assembly/index.ts.
   *
   * @param args Its parameters but `from` and `to`, which `share` gives
   */
  append<Name extends OperationName>(name: Name, share: Share, ...args: OperationArguments[Name]): void
  /** Runs what was appended, on as many threads as it is worth. */
  flush(): void
  /** Drops what was appended and not run. */
  clear(): void
  /** Called with the words of each run's commands, after it; they are valid only in the call. */
  onRun: ((words: Int32Array) => void) | undefined
}

/** @param address Where {@link QUEUE_BYTES} bytes of `memory` belong to the queue */
export function createCommandQueue(
  kernels: WasmKernels,
  memory: WebAssembly.Memory,
  address: number,
  threads: WorkerThreads,
): CommandQueue {
  const integers = new Int32Array(memory.buffer, address, CAPACITY_WORDS)
  const floats = new Float32Array(memory.buffer, address, CAPACITY_WORDS)
  let end = 0
  let mostParts = 1

  return {
    onRun: undefined,
    append(name, { units, work }, ...args) {
      const { code, parameters } = operations[name]
      const words = HEADER_WORDS + parameters.length
      if (end + words > CAPACITY_WORDS) this.flush()
      const parts = Math.max(1, Math.min(units, Math.floor(work / WORK_PER_THREAD)))
      if (parts > mostParts) mostParts = parts
      integers[end] = code
      integers[end + 1] = words
      integers[end + 2] = units
      integers[end + 3] = parts
      for (let i = 0; i < parameters.length; i++) {
        if (parameters[i] === 'float') floats[end + HEADER_WORDS + i] = args[i]
        else integers[end + HEADER_WORDS + i] = args[i]
      }
      end += words
    },
    flush() {
      if (end === 0) return
      const stop = address + end * WORD_BYTES
      kernels.run(address, stop, mostParts > 1 ? threads.count() : 1, threads.maySleep)
      this.onRun?.(integers.subarray(0, end))
      this.clear()
    },
    clear() {
      end = 0
      mostParts = 1
    },
  }
}
