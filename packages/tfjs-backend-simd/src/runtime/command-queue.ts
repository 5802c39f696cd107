import { operations } from '../generated/operations.ts'
import type { OperationArguments, ParameterKind } from '../generated/operations.ts'
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

/** More than one, so that a thread which is late does less. */
const SLICES_PER_THREAD = 2

/** See assembly/scheduler.ts. */
const MOST_SLICES = 32

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
  /**
   * Runs what was appended.
   *
   * @throws {Error} If an operation fails, in whichever thread; nothing runs any more then
   */
  flush(): void
  /** Runs commands that have been recorded; throws likewise. */
  run(program: { readonly address: number; readonly words: Int32Array }): void
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
  { threads, workPerSlice }: { threads: WorkerThreads; workPerSlice: number },
): CommandQueue {
  const integers = new Int32Array(memory.buffer, address, CAPACITY_WORDS)
  const floats = new Float32Array(memory.buffer, address, CAPACITY_WORDS)
  const mostSlices = threads.count === 1 ? 1 : Math.min(threads.count * SLICES_PER_THREAD, MOST_SLICES)
  let end = 0

  return {
    onRun: undefined,
    append(name, { units, work }, ...args) {
      const { code, parameters } = operations[name]
      const words = HEADER_WORDS + parameters.length
      if (end + words > CAPACITY_WORDS) this.flush()
      const slices = Math.max(1, Math.min(units, mostSlices, Math.floor(work / workPerSlice)))
      if (slices > 1) threads.start()
      integers[end] = code
      integers[end + 1] = words
      integers[end + 2] = units
      integers[end + 3] = slices
      for (let i = 0; i < parameters.length; i++) {
        if (parameters[i] === 'float') floats[end + HEADER_WORDS + i] = args[i]
        else integers[end + HEADER_WORDS + i] = args[i]
      }
      end += words
    },
    flush() {
      if (end === 0) return
      run(address, address + end * WORD_BYTES)
      this.onRun?.(integers.subarray(0, end))
      this.clear()
    },
    run({ address, words }) {
      run(address, address + words.byteLength)
    },
    clear() {
      end = 0
    },
  }

  function run(program: number, end: number): void {
    try {
      kernels.run(program, end, threads.canBlock)
    } catch (error) {
      kernels.abandon(threads.canBlock)
      throw new Error(
        'A kernel of the simd backend failed, and tensors may have been overwritten: continue from saved weights. ' +
          'This is a bug in @tunekit/tfjs-backend-simd, please report it.',
        { cause: error },
      )
    }
  }
}

const parameters: readonly (readonly ParameterKind[])[] = Object.values(operations)
  .toSorted((a, b) => a.code - b.code)
  .map((operation) => operation.parameters)

/** The kinds of an operation's arguments, by its number. */
export function parametersOf(code: number): readonly ParameterKind[] {
  return parameters[code]
}
