/** Spare bytes at the end of every block, so that a vector load at a buffer's last float stays in bounds. */
const SPARE_BYTES = 16
const PAGE_BYTES = 65536
/** The memory grows by at least this many pages (16 MiB), so that it grows rarely. */
const GROWTH_PAGES = 256
/** The size of the largest WebAssembly memory with 32-bit addresses. */
const MOST_BYTES = 2 ** 32

/** Allocates blocks of one WebAssembly memory. An address is a byte offset into the memory. */
export interface MemoryPool {
  /**
   * Allocates a block; its contents are undefined.
   *
   * @param bytes The size of the block, a non-negative integer
   * @returns The address of a block of at least that size, aligned to 64 bytes
   * @throws {RangeError} If `bytes` is not a non-negative integer
   * @throws {Error} If the memory cannot grow enough
   */
  allocate(bytes: number): number
  /** Gives a block back. `bytes` must be the size with which the block was allocated. */
  release(address: number, bytes: number): void
  /** The bytes of all blocks that have not been released, padding included. */
  readonly bytesInUse: number
}

/** A free part of the memory: `bytes` bytes that start at `address`. */
interface Span {
  address: number
  bytes: number
}

/**
 * Creates a pool of the part of `memory` that starts at the address `start`. A released block is kept for the next allocation of its
 * size class: training allocates the same sizes at every step, so from the second step on the memory neither grows nor is
 * searched.
 *
 * Varying sizes would fill the memory with blocks of classes that are never requested again. So if the memory would have to grow
 * although as many bytes are free as are in use, or if it cannot grow, adjoining free blocks are merged, and blocks of any
 * class are cut from the merged blocks.
 *
 * Size classes are 64 bytes apart up to 512 bytes, and an eighth of a power of two apart above. At most an eighth of a
 * block is therefore unused.
 */
export function createMemoryPool(memory: WebAssembly.Memory, start: number): MemoryPool {
  /** Addresses of released blocks by their size. */
  const released = new Map<number, number[]>()
  /** Merged free blocks, in order of their addresses. */
  let spans: Span[] = []
  /** The end of the used part. */
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

  /** Cuts a block from the first span that is large enough; undefined if none is. */
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

  /** Takes a block above everything used; undefined if the memory has no room there. */
  function takeTop(size: number): number | undefined {
    if (top + size > memory.buffer.byteLength) return undefined
    const address = top
    top += size
    return address
  }

  /** Finds room for a block by merging free blocks or by growing the memory. */
  function makeRoom(size: number, requestedBytes: number): number {
    const bytesFree = top - start - bytesInUse
    if (bytesFree < Math.max(bytesInUse, size) && !grow(size)) return takeTop(size) as number
    mergeFree()
    const merged = cut(size) ?? takeTop(size)
    if (merged !== undefined) return merged
    const error = grow(size)
    if (error) throw outOfMemory(requestedBytes, bytesInUse, error)
    return takeTop(size) as number
  }

  /** Grows the memory so that a block fits above everything used. @returns The error of the runtime if it cannot grow */
  function grow(size: number): unknown {
    if (top + size > MOST_BYTES) return new RangeError('A WebAssembly memory has at most 4 GiB.')
    const pages = Math.ceil((top + size - memory.buffer.byteLength) / PAGE_BYTES)
    return tryToGrow(memory, Math.max(pages, GROWTH_PAGES)) && tryToGrow(memory, pages)
  }

  /** Merges adjoining free blocks. A free block at the top leaves the used part. */
  function mergeFree(): void {
    const blocks = [...released].flatMap(([bytes, addresses]) =>
      addresses.map((address) => ({ address, bytes })),
    )
    released.clear()
    spans = mergeAdjoining([...spans, ...blocks])
    const last = spans.at(-1)
    if (last && last.address + last.bytes === top) {
      top = last.address
      spans.pop()
    }
  }
}

/** @returns The error of the runtime if the memory cannot grow by this many pages */
function tryToGrow(memory: WebAssembly.Memory, pages: number): unknown {
  try {
    memory.grow(pages)
    return undefined
  } catch (error) {
    return error
  }
}

/** Merges spans that adjoin; the result is in order of addresses. */
function mergeAdjoining(spans: readonly Span[]): Span[] {
  const merged: Span[] = []
  for (const span of spans.toSorted((a, b) => a.address - b.address)) {
    const previous = merged.at(-1)
    if (previous && previous.address + previous.bytes === span.address) previous.bytes += span.bytes
    else merged.push(span)
  }
  return merged
}

function outOfMemory(requestedBytes: number, bytesInUse: number, cause: unknown): Error {
  return new Error(
    `The simd backend is out of memory: ${mebibytes(requestedBytes)} MiB requested, ${mebibytes(bytesInUse)} MiB in use. ` +
      'Dispose tensors that are no longer needed, or use smaller batches.',
    { cause },
  )
}

function classSize(bytes: number): number {
  const needed = bytes + SPARE_BYTES
  const step = needed <= 512 ? 64 : 2 ** (Math.floor(Math.log2(needed)) - 3)
  return Math.ceil(needed / step) * step
}

function mebibytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(1)
}
