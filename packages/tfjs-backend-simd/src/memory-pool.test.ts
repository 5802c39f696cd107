import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { createMemoryPool } from './memory-pool.ts'

const PAGE = 65536

function createPool(maximum = 1024): ReturnType<typeof createMemoryPool> {
  return createMemoryPool(new WebAssembly.Memory({ initial: 1, maximum, shared: true }), 128)
}

describe('createMemoryPool', () => {
  it('never hands out overlapping blocks, all aligned to 64 bytes', () => {
    const command = fc.record({ bytes: fc.integer({ min: 0, max: 200_000 }), releases: fc.boolean() })
    fc.assert(
      fc.property(fc.array(command, { maxLength: 60 }), (commands) => {
        const pool = createPool()
        const live: { start: number; bytes: number }[] = []
        for (const { bytes, releases } of commands) {
          const oldest = releases ? live.shift() : undefined
          if (oldest) pool.release(oldest.start, oldest.bytes)
          live.push({ start: pool.allocate(bytes), bytes })
        }
        const sorted = live.toSorted((a, b) => a.start - b.start)
        expect(sorted.every(({ start }) => start % 64 === 0)).toBe(true)
        // 16 bytes behind each block may be read by a vector load
        expect(sorted.slice(1).every(({ start }, i) => sorted[i].start + sorted[i].bytes + 16 <= start)).toBe(
          true,
        )
      }),
    )
  })

  it('uses a released block again', () => {
    const pool = createPool()
    const first = pool.allocate(1000)
    pool.release(first, 1000)
    expect(pool.allocate(1000)).toBe(first)
  })

  it('counts what is in use', () => {
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

  it('says how much was asked for when the memory is full, and goes on with what it has', () => {
    const pool = createPool(2)
    expect(() => pool.allocate(3 * PAGE)).toThrow(
      /^The simd backend is out of memory: 0\.2 MiB asked for, 0\.0 MiB in use\./,
    )
    expect(pool.allocate(1000)).toBe(128)
  })
})
