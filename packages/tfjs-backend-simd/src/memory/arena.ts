import type { MemoryPool } from './memory-pool.ts'

/** A region of the pool. Blocks that are released in an arena are reused only within the arena, until it is closed. */
export interface Arena extends MemoryPool {
  /** Every block that the arena has taken from the pool, in order of the allocations. */
  readonly blocks: readonly Block[]
  /** Allocates blocks that the arena never reuses, so that a replay finds their contents as the recording left them. */
  readonly constants: MemoryPool
  /** Gives all blocks back to the pool. No tensor may be left in the arena. */
  close(): void
}

/** A part of the memory: `bytes` bytes that start at `address`. */
export interface Block {
  readonly address: number
  readonly bytes: number
}

/** Opens an arena, which takes its blocks from a pool as it needs them. */
export function createArena(pool: MemoryPool): Arena {
  const blocks: Block[] = []
  /** Addresses of released blocks by their size. */
  const released = new Map<number, number[]>()

  return {
    blocks,
    constants: {
      allocate: extend,
      release: () => undefined,
      get bytesInUse() {
        return pool.bytesInUse
      },
    },
    allocate(bytes) {
      return released.get(bytes)?.pop() ?? extend(bytes)
    },
    release(address, bytes) {
      const addresses = released.get(bytes)
      if (addresses) addresses.push(address)
      else released.set(bytes, [address])
    },
    get bytesInUse() {
      return pool.bytesInUse
    },
    close() {
      for (const { address, bytes } of blocks) pool.release(address, bytes)
    },
  }

  function extend(bytes: number): number {
    const address = pool.allocate(bytes)
    blocks.push({ address, bytes })
    return address
  }
}
