import { createAppend, HEADER_WORDS, MOST_SLICES, operations } from '../generated/operations.ts'
import type { Append, ParameterKind } from '../generated/operations.ts'
import type { WasmKernels } from './load-kernels.ts'
import type { WorkerThreads } from './worker-threads.ts'

/** Slices per thread: more than one, so that a thread that starts late does less. */
const SLICES_PER_THREAD = 2

const CAPACITY_WORDS = 4096
const WORD_BYTES = 4

export const QUEUE_BYTES: number = CAPACITY_WORDS * WORD_BYTES

/** Commands that wait to be run, in order. */
export interface CommandQueue {
  /** Adds a command, by the name of its operation: `append.zero({ units, work, target, bytes })`. */
  readonly append: Append
  /**
   * Runs the commands that were appended.
   *
   * @throws {Error} If an operation fails, on whichever thread; no command is running any more then
   */
  flush(): void
  /** Runs commands that have been recorded; throws likewise. */
  run(commands: PlacedCommands): void
  /** Drops the commands that were appended and not run. */
  clear(): void
  /** Called with the words of the commands of each run, after the run; they are valid only during the call. */
  onRun: ((words: Int32Array) => void) | undefined
}

/** Commands in WebAssembly memory, whose words may be changed between runs. */
export interface PlacedCommands {
  readonly address: number
  readonly words: Int32Array
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

  const queue: CommandQueue = {
    onRun: undefined,
    append: createAppend({
      integers,
      floats,
      start(code, argumentCount, { units, work }) {
        const words = HEADER_WORDS + argumentCount
        if (end + words > CAPACITY_WORDS) queue.flush()
        const slices = Math.max(1, Math.min(units, mostSlices, Math.floor(work / workPerSlice)))
        if (slices > 1) threads.start()
        integers[end] = code
        integers[end + 1] = words
        integers[end + 2] = units
        integers[end + 3] = slices
        end += words
        return end - argumentCount
      },
    }),
    flush() {
      if (end === 0) return
      run(address, address + end * WORD_BYTES)
      queue.onRun?.(integers.subarray(0, end))
      end = 0
    },
    run({ address, words }) {
      run(address, address + words.byteLength)
    },
    clear() {
      end = 0
    },
  }
  return queue

  function run(start: number, end: number): void {
    try {
      kernels.run(start, end, threads.canBlock)
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

/** The kinds of an operation's arguments, by the operation's number. */
export function parametersOf(code: number): readonly ParameterKind[] {
  return operations[code].parameters
}
