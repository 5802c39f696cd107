import type { MemoryPool } from './memory-pool.ts'

/** A part of a pool that stays together: what is released in it is used again in it alone, until it is closed. */
export interface Arena extends MemoryPool {
  /** All blocks that it has taken from the pool, in that order. */
  readonly blocks: readonly Block[]
  /** Blocks of values that a replay finds as the recording left them: they are used for nothing else until it is closed. */
  readonly constants: MemoryPool
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
  const releasedConstants: Block[] = []
  let isClosed = false

  return {
    blocks,
    constants: {
      allocate: extend,
      release(address, bytes) {
        if (isClosed) pool.release(address, bytes)
        else releasedConstants.push({ address, bytes })
      },
      get bytesInUse() {
        return pool.bytesInUse
      },
    },
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
      for (const { address, bytes } of releasedConstants) pool.release(address, bytes)
      released.clear()
    },
  }

  function extend(bytes: number): number {
    const address = pool.allocate(bytes)
    blocks.push({ address, bytes })
    return address
  }
}
