/** Every block ends in this many spare bytes, so that a vector load at a buffer's last float stays in bounds. */
const SPARE_BYTES = 16
const PAGE_BYTES = 65536
const GROWTH_PAGES = 256

/** Blocks of one WebAssembly memory, addressed by byte offset. */
export interface MemoryPool {
  /**
   * @param bytes Size asked for, ≥ 0
   * @returns The address of a block of at least that size, aligned to 64 bytes; its contents are undefined
   * @throws {Error} If the memory cannot grow that far
   */
  allocate(bytes: number): number
  /** Gives back a block. `bytes` must be the size it was allocated with. */
  release(address: number, bytes: number): void
  /** Bytes in blocks that have not been released. */
  readonly bytesInUse: number
}

/**
 * Hands out blocks of `memory` from `start` on. A released block is kept for the next allocation of its size class:
 * training allocates the same sizes at every step, so from the second step on nothing grows and nothing is searched.
 *
 * Classes are 64 bytes apart up to 512 bytes and an eighth of a power of two apart above, so at most an eighth of a
 * block is unused.
 */
export function createMemoryPool(memory: WebAssembly.Memory, start: number): MemoryPool {
  const released = new Map<number, number[]>()
  let top = start
  let bytesInUse = 0

  return {
    allocate(bytes) {
      const size = classSize(bytes)
      const address = released.get(size)?.pop() ?? extend(size, bytes)
      bytesInUse += size
      return address
    },
    release(address, bytes) {
      const size = classSize(bytes)
      const blocks = released.get(size)
      if (blocks) blocks.push(address)
      else released.set(size, [address])
      bytesInUse -= size
    },
    get bytesInUse() {
      return bytesInUse
    },
  }

  function extend(size: number, asked: number): number {
    const missing = top + size - memory.buffer.byteLength
    if (missing > 0) grow(Math.ceil(missing / PAGE_BYTES), asked)
    const address = top
    top += size
    return address
  }

  function grow(pages: number, asked: number): void {
    const error = tryToGrow(Math.max(pages, GROWTH_PAGES)) && tryToGrow(pages)
    if (error) {
      throw new Error(
        `The simd backend is out of memory: ${mebibytes(asked)} MiB asked for, ${mebibytes(bytesInUse)} MiB in use. ` +
          'Dispose tensors that are no longer needed, or use smaller batches.',
        { cause: error },
      )
    }
  }

  function tryToGrow(pages: number): unknown {
    try {
      memory.grow(pages)
      return undefined
    } catch (error) {
      return error
    }
  }
}

function classSize(bytes: number): number {
  const needed = bytes + SPARE_BYTES
  const step = needed <= 512 ? 64 : 2 ** (Math.floor(Math.log2(needed)) - 3)
  return Math.ceil(needed / step) * step
}

function mebibytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(1)
}
