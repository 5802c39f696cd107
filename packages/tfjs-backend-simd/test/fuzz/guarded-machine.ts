import { createCommandQueue, QUEUE_BYTES } from '../../src/runtime/command-queue.ts'
import type { CommandQueue } from '../../src/runtime/command-queue.ts'
import { POOL_START, RESERVED_BYTES } from '../../src/generated/operations.ts'
import { compileKernels, instantiateKernels } from '../../src/runtime/load-kernels.ts'
import { createMemoryPool } from '../../src/memory/memory-pool.ts'
import type { MemoryPool } from '../../src/memory/memory-pool.ts'
import { MathBackendSimd } from '../../src/math-backend-simd.ts'
import { createWorkerThreads } from '../../src/runtime/worker-threads.ts'

/** Bytes around a block that no kernel may write. As floats or integers they are large, so that reading them shows in results. */
const GUARD_BYTES = 64
const GUARD = 0x7f

/** The bytes of a newly allocated block: NaN as floats. */
const UNDEFINED = 0xff

interface Block {
  readonly address: number
  readonly bytes: number
}

/** A separate backend whose memory is watched. */
export interface GuardedMachine {
  readonly backend: MathBackendSimd
  /**
   * Runs a kernel.
   *
   * @throws {MemoryError} If the kernel changed a byte outside of the blocks that it allocated
   * @throws The error of the kernel
   */
  watch<Result>(run: () => Result): Result
  stop(): void
}

/** A kernel wrote to memory outside of its blocks. */
export class MemoryError extends Error {}

export async function createGuardedMachine(threadCount: number): Promise<GuardedMachine> {
  const loaded = instantiateKernels(await compileKernels())
  const threads = createWorkerThreads(loaded, threadCount)
  const { memory, kernels } = loaded
  const inner = createMemoryPool(memory, POOL_START)
  /** The blocks, with guards, that the running kernel has allocated, and those whose guards no later block has overwritten. */
  let allocated: Block[] = []
  let guarded: Block[] = []
  let end = POOL_START
  let queue: CommandQueue | undefined = undefined

  const pool: MemoryPool = {
    allocate(bytes) {
      if (!(bytes >= 0 && Number.isInteger(bytes))) return inner.allocate(bytes)
      if (bytes > 2 ** 26)
        throw new Error('The simd backend is out of memory: the fuzzer has 64 MiB for a block.')
      const start = inner.allocate(bytes + 2 * GUARD_BYTES)
      const address = start + GUARD_BYTES
      queue?.flush() // waiting commands may use this block
      const heap = new Uint8Array(memory.buffer)
      heap.fill(GUARD, start, address)
      heap.fill(UNDEFINED, address, address + bytes)
      heap.fill(GUARD, address + bytes, address + bytes + GUARD_BYTES)
      const block = { address: start, bytes: bytes + 2 * GUARD_BYTES }
      const isElsewhere = (other: Block): boolean =>
        other.address >= start + block.bytes || other.address + other.bytes <= start
      guarded = [...guarded.filter(isElsewhere), block]
      allocated.push(block)
      end = Math.max(end, address + bytes + GUARD_BYTES)
      return address
    },
    release: (address, bytes) => inner.release(address - GUARD_BYTES, bytes + 2 * GUARD_BYTES),
    get bytesInUse() {
      return inner.bytesInUse
    },
  }

  const address = pool.allocate(QUEUE_BYTES)
  const queueBlock = { address, bytes: QUEUE_BYTES }
  queue = createCommandQueue(kernels, memory, address, { threads, workPerSlice: threadCount === 1 ? 1e9 : 1 })
  const backend = new MathBackendSimd(queue, memory, pool, threads)

  return {
    backend,
    watch(run) {
      allocated = []
      guarded = []
      // Workers that go to sleep change the scheduler's words.
      const heap = new Uint8Array(memory.buffer).subarray(RESERVED_BYTES, end)
      const before = heap.slice()
      let result
      let error: unknown
      try {
        result = run()
      } catch (thrown) {
        error = thrown
      }
      for (const { address, bytes } of [queueBlock, ...allocated]) {
        const start = Math.min(address - RESERVED_BYTES, heap.length)
        before.set(heap.subarray(start, start + bytes), start)
      }
      if (Buffer.compare(before, heap) !== 0) throw new MemoryError(describeChange(before, heap))
      guarded.forEach((block) => checkGuards(block))
      if (error) throw error
      return result as ReturnType<typeof run>
    },
    stop: () => threads.stop(),
  }

  /** Checks the guards of a block. The last vector of a block may be written whole, since every block has room for it. */
  function checkGuards({ address, bytes }: Block): void {
    const heap = new Uint8Array(memory.buffer)
    const size = bytes - 2 * GUARD_BYTES
    const start = address + GUARD_BYTES
    const before = heap.subarray(address, start)
    const after = heap.subarray(start + Math.ceil(size / 16) * 16, address + bytes)
    if ([before, after].some((guard) => guard.some((byte) => byte !== GUARD))) {
      throw new MemoryError(`The kernel wrote before or after its block of ${size} bytes at ${start}.`)
    }
  }
}

function describeChange(before: Uint8Array, after: Uint8Array): string {
  const first = before.findIndex((byte, i) => byte !== after[i])
  const last = before.findLastIndex((byte, i) => byte !== after[i])
  return `The kernel overwrote bytes from ${first} to ${last}, which are not its own.`
}
