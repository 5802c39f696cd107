/** Every block ends in this many spare bytes, so that a vector load at a buffer's last float stays in bounds. */
const SPARE_BYTES = 16
const PAGE_BYTES = 65536
const GROWTH_PAGES = 256
/** The size of the largest WebAssembly memory. */
const MOST_BYTES = 2 ** 32

/** Blocks of one WebAssembly memory, addressed by byte offset. */
export interface MemoryPool {
  /**
   * @param bytes The size of the block, an integer ≥ 0
   * @returns The address of a block of at least that size, aligned to 64 bytes; its contents are undefined
   * @throws {RangeError} If `bytes` is not such an integer
   * @throws {Error} If the memory cannot grow that far
   */
  allocate(bytes: number): number
  /** Gives back a block. `bytes` must be the size it was allocated with. */
  release(address: number, bytes: number): void
  /** Bytes in blocks that have not been released. */
  readonly bytesInUse: number
}

/** Free bytes from `address` on. */
interface Span {
  address: number
  bytes: number
}

/**
 * Hands out blocks of `memory` from `start` on. A released block is kept for the next allocation of its size class:
 * training allocates the same sizes at every step, so from the second step on nothing grows and nothing is searched.
 *
 * Sizes that vary would fill the memory with blocks of classes that never come again. So when the memory would have to
 * grow although as much is free as is in use, or cannot grow, the free blocks that adjoin are merged, and blocks of any
 * class are cut from the result.
 *
 * Classes are 64 bytes apart up to 512 bytes and an eighth of a power of two apart above, so at most an eighth of a
 * block is unused.
 */
export function createMemoryPool(memory: WebAssembly.Memory, start: number): MemoryPool {
  /** Addresses of released blocks by their size. */
  const released = new Map<number, number[]>()
  /** Merged blocks, in order of their addresses. */
  let spans: Span[] = []
  let top = start
  let bytesInUse = 0

  return {
    allocate(bytes) {
      if (!(Number.isInteger(bytes) && bytes >= 0)) {
        throw new RangeError(`The size of a block must be a non-negative integer, got ${bytes}.`)
      }
      const size = classSize(bytes)
      const address = released.get(size)?.pop() ?? cut(size) ?? takeTop(size) ?? makeRoom(size, bytes)
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

  /** A block from the first span that has room for it, if one has. */
  function cut(size: number): number | undefined {
    const index = spans.findIndex(({ bytes }) => bytes >= size)
    if (index === -1) return undefined
    const span = spans[index]
    const { address } = span
    span.address += size
    span.bytes -= size
    if (span.bytes === 0) spans.splice(index, 1)
    return address
  }

  /** A block from the end of what is used, if the memory has room for it. */
  function takeTop(size: number): number | undefined {
    if (top + size > memory.buffer.byteLength) return undefined
    const address = top
    top += size
    return address
  }

  /** A block from merged blocks or from a memory that has grown. */
  function makeRoom(size: number, asked: number): number {
    const bytesFree = top - start - bytesInUse
    if (bytesFree < Math.max(bytesInUse, size) && !grow(size)) return takeTop(size) as number
    mergeFree()
    const merged = cut(size) ?? takeTop(size)
    if (merged !== undefined) return merged
    const error = grow(size)
    if (error) throw outOfMemory(asked, error)
    return takeTop(size) as number
  }

  /** @returns What the runtime says if the memory cannot grow so far that a block fits after the last one */
  function grow(size: number): unknown {
    if (top + size > MOST_BYTES) return new RangeError('A WebAssembly memory has at most 4 GiB.')
    const pages = Math.ceil((top + size - memory.buffer.byteLength) / PAGE_BYTES)
    return tryToGrow(Math.max(pages, GROWTH_PAGES)) && tryToGrow(pages)
  }

  function tryToGrow(pages: number): unknown {
    try {
      memory.grow(pages)
      return undefined
    } catch (error) {
      return error
    }
  }

  /** Merges all free blocks that adjoin; a last one that nothing in use follows is not part of the pool any more. */
  function mergeFree(): void {
    const blocks = [...released].flatMap(([bytes, addresses]) =>
      addresses.map((address) => ({ address, bytes })),
    )
    released.clear()
    const sorted = [...spans, ...blocks].sort((a, b) => a.address - b.address)
    spans = []
    for (const block of sorted) {
      const before = spans.at(-1)
      if (before && before.address + before.bytes === block.address) before.bytes += block.bytes
      else spans.push(block)
    }
    const last = spans.at(-1)
    if (last && last.address + last.bytes === top) {
      top = last.address
      spans.pop()
    }
  }

  function outOfMemory(asked: number, cause: unknown): Error {
    return new Error(
      `The simd backend is out of memory: ${mebibytes(asked)} MiB asked for, ${mebibytes(bytesInUse)} MiB in use. ` +
        'Dispose tensors that are no longer needed, or use smaller batches.',
      { cause },
    )
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
