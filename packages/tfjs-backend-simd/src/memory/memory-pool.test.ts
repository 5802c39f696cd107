import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { createMemoryPool } from './memory-pool.ts'

const PAGE = 65536

const START = 128

function createPool(maximum = 1024): ReturnType<typeof createMemoryPool> & { memory: WebAssembly.Memory } {
  const memory = new WebAssembly.Memory({ initial: 1, maximum, shared: true })
  return Object.assign(Object.create(createMemoryPool(memory, START)), { memory })
}

interface Block {
  readonly address: number
  readonly bytes: number
}

/** Allocates and releases blocks as `commands` say, while there is room; returns the blocks that remain. */
function play(
  pool: ReturnType<typeof createMemoryPool>,
  commands: readonly { bytes: number; released: number | null }[],
): Block[] {
  const live: Block[] = []
  for (const { bytes, released } of commands) {
    if (released !== null && live.length > 0) {
      const [block] = live.splice(released % live.length, 1)
      pool.release(block.address, block.bytes)
    }
    try {
      live.push({ address: pool.allocate(bytes), bytes })
    } catch (error) {
      expect((error as Error).message).toContain('out of memory')
    }
  }
  return live
}

const commands = fc.array(
  fc.record({ bytes: fc.integer({ min: 0, max: 200_000 }), released: fc.option(fc.nat()) }),
  { maxLength: 200 },
)

describe('createMemoryPool', () => {
  it.each([1024, 20])('never hands out overlapping blocks, all aligned to 64 bytes, of %i pages', (pages) => {
    fc.assert(
      fc.property(commands, (commands) => {
        const pool = createPool(pages)
        const sorted = play(pool, commands).sort((a, b) => a.address - b.address)
        expect(sorted.every(({ address }) => address % 64 === 0)).toBe(true)
        // A vector load may read 16 bytes after each block.
        const ends = sorted.map(({ address, bytes }) => address + bytes + 16)
        expect(sorted.slice(1).every(({ address }, i) => ends[i] <= address)).toBe(true)
        expect(ends.at(-1) ?? 0).toBeLessThanOrEqual(pool.memory.buffer.byteLength)
      }),
    )
  })

  it('can allocate everything again once everything was released', () => {
    fc.assert(
      fc.property(commands, (commands) => {
        const pool = createPool(20)
        for (const { address, bytes } of play(pool, commands)) pool.release(address, bytes)
        expect(pool.bytesInUse).toBe(0)
        expect(pool.allocate(17 * PAGE)).toBeLessThan(3 * PAGE)
      }),
    )
  })

  it.each<[string, (i: number) => number]>([
    ['ever larger', (i) => Math.round(1000 * 1.05 ** i)],
    ['ever smaller', (i) => Math.round(1000 * 1.05 ** (200 - i))],
    ['of varying sizes', (i) => 1000 + ((i * 7919) % 101) * 100_000],
  ])('reuses memory for blocks that are %s', (_, bytesOf) => {
    const pool = createPool(65536)
    let most = 0
    let last: Block | undefined
    for (let i = 0; i < 200; i++) {
      const block = { address: pool.allocate(bytesOf(i)), bytes: bytesOf(i) }
      most = Math.max(most, pool.bytesInUse)
      if (last) pool.release(last.address, last.bytes)
      last = block
    }
    expect(pool.memory.buffer.byteLength).toBeLessThanOrEqual(3 * most + 2 ** 24 + PAGE)
  })

  it('reuses a released block', () => {
    const pool = createPool()
    const first = pool.allocate(1000)
    pool.release(first, 1000)
    expect(pool.allocate(1000)).toBe(first)
  })

  it('counts the bytes in use', () => {
    const pool = createPool()
    const address = pool.allocate(1000)
    expect(pool.bytesInUse).toBeGreaterThanOrEqual(1000)
    pool.release(address, 1000)
    expect(pool.bytesInUse).toBe(0)
  })

  it('wastes at most an eighth of a block', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1024, max: 10_000_000 }), (bytes) => {
        const pool = createPool()
        pool.allocate(bytes)
        expect(pool.bytesInUse).toBeLessThanOrEqual((bytes + 16) * 1.125)
      }),
    )
  })

  it.each([-1, -2048, 0.5, NaN, Infinity])('rejects a size of %d', (bytes) => {
    const pool = createPool()
    expect(() => pool.allocate(bytes)).toThrow(RangeError)
    expect(pool.allocate(1000)).toBe(START)
  })

  it('says how much was requested when the memory is full, and remains usable', () => {
    const pool = createPool(2)
    expect(() => pool.allocate(3 * PAGE)).toThrow(
      /^The simd backend is out of memory: 0\.2 MiB requested, 0\.0 MiB in use\./,
    )
    expect(pool.allocate(1000)).toBe(START)
  })
})
