import type { MemoryPool } from './memory-pool.ts'

/** A part of a pool that stays together: what is released in it is used again in it alone, until it is closed. */
export interface Arena extends MemoryPool {
  /** All blocks that it has taken from the pool, in that order. */
  readonly blocks: readonly Block[]
  /** Gives the blocks that are not in use back to the pool; from now on, one that is released goes there too. */
  close(): void
}

/** Bytes of the memory from `address` on. */
export interface Block {
  readonly address: number
  readonly bytes: number
}

export function createArena(pool: MemoryPool): Arena {
  const blocks: Block[] = []
  const released = new Map<number, number[]>()
  let isClosed = false

  return {
    blocks,
    allocate(bytes) {
      return released.get(bytes)?.pop() ?? extend(bytes)
    },
    release(address, bytes) {
      if (isClosed) return pool.release(address, bytes)
      const others = released.get(bytes)
      if (others) others.push(address)
      else released.set(bytes, [address])
    },
    get bytesInUse() {
      return pool.bytesInUse
    },
    close() {
      isClosed = true
      for (const [bytes, addresses] of released) for (const address of addresses) pool.release(address, bytes)
      released.clear()
    },
  }

  function extend(bytes: number): number {
    const address = pool.allocate(bytes)
    blocks.push({ address, bytes })
    return address
  }
}
