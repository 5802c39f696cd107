import { createAppend, HEADER_WORDS, MOST_SLICES, operations } from '../generated/operations.ts'
import type { Append, ParameterKind } from '../generated/operations.ts'
import type { WasmKernels } from './load-kernels.ts'
import type { WorkerThreads } from './worker-threads.ts'

/** Slices per thread: more than one, so that a thread that starts late takes fewer slices than the others. */
const SLICES_PER_THREAD = 2

/** The size of the queue: room for about 200 commands. A full queue is run before the next command is appended. */
const CAPACITY_WORDS = 4096
const WORD_BYTES = 4

/** The bytes of WebAssembly memory that a queue needs. */
export const QUEUE_BYTES: number = CAPACITY_WORDS * WORD_BYTES

/** Commands that wait to be run, in order. */
export interface CommandQueue {
  /** Adds a command, by the name of its operation: `append.zero({ units, work, target, bytes })`. */
  readonly append: Append
  /**
   * Runs the commands that were appended.
   *
   * @throws {Error} If an operation fails on any thread. By then no command is running
   */
  flush(): void
  /** Runs recorded commands. Throws the same error as `flush`. */
  run(commands: PlacedCommands): void
  /** Drops the commands that were appended and not run. */
  clear(): void
  /** Called after each `flush` with the words of the commands that were run. The words are valid only during the call. */
  onRun: ((words: Int32Array) => void) | undefined
}

/** Commands in WebAssembly memory, whose words may be changed between runs. */
export interface PlacedCommands {
  readonly address: number
  readonly words: Int32Array
}

/**
 * Creates an empty queue.
 *
 * @param address The address of {@link QUEUE_BYTES} bytes of `memory` that only the queue uses
 */
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
        // The header of a command, see assembly/scheduler.ts.
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
