import type { MemoryPool } from './memory-pool.ts'

/** A region of the pool. Blocks that are released in an arena are reused only within the arena, until it is closed. */
export interface Arena extends MemoryPool {
  /** All blocks that the arena has taken from the pool, in that order. */
  readonly blocks: readonly Block[]
  /** Blocks whose contents a replay finds as the recording left them: the arena never reuses them. */
  readonly constants: MemoryPool
  /** Gives all blocks back to the pool. No tensor may be left in the arena. */
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
      const others = released.get(bytes)
      if (others) others.push(address)
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
