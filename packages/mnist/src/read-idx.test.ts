import { Duplex } from 'node:stream'
import { createGunzip, gzipSync } from 'node:zlib'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { arbitraryIdx } from '../test/arbitrary-idx.ts'
import { encodeIdx } from './encode-idx.ts'
import { IdxFormatError } from './errors.ts'
import { readIdx } from './read-idx.ts'

const array = { shape: [3, 5], data: Uint8Array.from({ length: 15 }, (_, index) => (index * 37) % 251) }
const gzipped = new Uint8Array(gzipSync(encodeIdx(array)))

describe('readIdx', () => {
  it('reads the same array from plain and from gzipped bytes', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryIdx({ maxRank: 8 }), async (any) => {
        const bytes = encodeIdx(any)
        expect(await readIdx(bytes)).toEqual(any)
        expect(await readIdx(gzipSync(bytes))).toEqual(any)
      }),
    )
  })

  it('refuses gzip data that is cut at any byte', async () => {
    for (let length = 0; length < gzipped.length; length++) {
      await expect(readIdx(gzipped.subarray(0, length))).rejects.toThrow(IdxFormatError)
    }
    await expect(readIdx(gzipped.subarray(0, -9))).rejects.toThrow(
      `Gzip data is damaged: expected one whole gzip stream, got ${gzipped.length - 9} bytes that fail with ` +
        '"unexpected end of file". Get the file again.',
    )
  })

  it('refuses whatever follows the gzip data', async () => {
    for (const rest of [[0], [0, 0, 0, 0], [1, 2, 3, 4, 5], Array.from(gzipped)]) {
      await expect(readIdx(Uint8Array.of(...gzipped, ...rest))).rejects.toThrow(IdxFormatError)
    }
  })

  it('refuses it also where the platform lets it pass', async () => {
    // As in Node 22.12: zlib ignores zeros after the stream, and unpacks a second stream.
    const { DecompressionStream } = globalThis
    globalThis.DecompressionStream = function (this: unknown) {
      return Duplex.toWeb(createGunzip())
    } as unknown as typeof DecompressionStream
    try {
      expect(await readIdx(gzipped)).toEqual(array)
      await expect(readIdx(Uint8Array.of(...gzipped, 0, 0, 0, 0))).rejects.toThrow(
        'Gzip data has trailing bytes: expected its last 4 bytes to tell the unpacked size, 27, got 0. Get the file again.',
      )
      await expect(readIdx(Uint8Array.of(...gzipped, ...gzipped))).rejects.toThrow('got 27')
    } finally {
      globalThis.DecompressionStream = DecompressionStream
    }
  })

  it('never gives other elements for a damaged file', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(gzipped.length - 1), fc.nat(255), async (at, value) => {
        const damaged = gzipped.slice()
        damaged[at] = value
        // Only the time and the system in gzip's header, bytes 4 to 9, may change unnoticed.
        const outcome = await readIdx(damaged).catch((error: unknown) => error)
        if (!(outcome instanceof IdxFormatError)) expect(outcome).toEqual(array)
      }),
    )
  })
})
