import { Duplex } from 'node:stream'
import { createGunzip, gzipSync } from 'node:zlib'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { arbitraryIdx } from '../../test/arbitrary-idx.ts'
import { encodeIdx } from './encode-idx.ts'
import { IdxFormatError } from './idx-format-error.ts'
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

  it('rejects gzip data that is cut at any byte', async () => {
    for (let length = 0; length < gzipped.length; length++) {
      await expect(readIdx(gzipped.subarray(0, length))).rejects.toThrow(IdxFormatError)
    }
    await expect(readIdx(gzipped.subarray(0, -9))).rejects.toThrow(
      `Gzip data is damaged: expected one whole gzip stream, got ${gzipped.length - 9} bytes that fail with ` +
        '"unexpected end of file". Get the file again.',
    )
  })

  it('rejects bytes after the gzip data', async () => {
    for (const rest of [[0], [0, 0, 0, 0], [1, 2, 3, 4, 5], Array.from(gzipped)]) {
      await expect(readIdx(Uint8Array.of(...gzipped, ...rest))).rejects.toThrow(IdxFormatError)
    }
  })

  it('reads several gzip members as one file, wherever the bytes are split', async () => {
    const bytes = encodeIdx(array)
    const emptyBlock = Buffer.from('1f8b08040000000000ff0600424302001b0003000000000000000000', 'hex') // ends bgzip's files
    for (let first = 0; first <= bytes.length; first++) {
      for (const second of [first, bytes.length]) {
        const parts = [bytes.subarray(0, first), bytes.subarray(first, second), bytes.subarray(second)]
        const members = parts.map((part) => gzipSync(part))
        expect(await readIdx(Buffer.concat([...members, emptyBlock]))).toEqual(array)
      }
    }
    const [half, rest] = [bytes.subarray(0, 20), bytes.subarray(20)].map((part) => gzipSync(part))
    await expect(readIdx(half)).rejects.toThrow('IDX body is cut short at byte 20')
    await expect(readIdx(Buffer.concat([half, rest.subarray(0, -1)]))).rejects.toThrow(IdxFormatError)
    await expect(readIdx(Buffer.concat([half, half]))).rejects.toThrow('IDX body has trailing bytes')
    await expect(readIdx(Buffer.concat([half, rest, Buffer.of(0)]))).rejects.toThrow('Gzip data is damaged')
  })

  it('splits at member headers only, not at bytes that look like one', async () => {
    const data = Uint8Array.from({ length: 400 }, (_, index) => [0x1f, 0x8b, 8, 0][index % 4]!)
    const bytes = encodeIdx({ shape: [400], data })
    const stored = [bytes.subarray(0, 60), bytes.subarray(60)].map((part) => gzipSync(part, { level: 0 }))
    expect((await readIdx(Buffer.concat(stored))).data).toEqual(data)
  })

  it('stops at the size that the header declares, however much the file unpacks to', async () => {
    const bomb = gzipSync(Buffer.concat([encodeIdx(array), Buffer.alloc(2 ** 28)]))
    const before = process.memoryUsage().rss
    await expect(readIdx(bomb)).rejects.toThrow(
      /^IDX body has trailing bytes: expected 27 bytes in all, as its header declares, got \d+ or more\./,
    )
    expect(process.memoryUsage().rss - before).toBeLessThan(2 ** 27)
    await expect(readIdx(gzipSync(Buffer.alloc(2 ** 20, 'text')))).rejects.toThrow('IDX magic at byte 0')
  })

  it('needs only DecompressionStream from the environment, and names DecompressionStream if it is missing', async () => {
    const { Blob, Response, DecompressionStream } = globalThis
    try {
      Object.assign(globalThis, { Blob: undefined, Response: undefined }) // as in jsdom
      expect(await readIdx(gzipped)).toEqual(array)
      Object.assign(globalThis, { DecompressionStream: undefined })
      const result = readIdx(gzipped)
      await expect(result).rejects.toThrow('Cannot gunzip: this environment lacks DecompressionStream')
      await expect(result).rejects.not.toThrow(IdxFormatError)
    } finally {
      Object.assign(globalThis, { Blob, Response, DecompressionStream })
    }
  })

  it('rejects bytes after the gzip data even if the platform ignores or unpacks them', async () => {
    // As in Node 22.12: zlib ignores zeros after the stream, and unpacks a second stream.
    const { DecompressionStream } = globalThis
    globalThis.DecompressionStream = function (this: unknown) {
      return Duplex.toWeb(createGunzip())
    } as unknown as typeof DecompressionStream
    try {
      expect(await readIdx(gzipped)).toEqual(array)
      await expect(readIdx(Uint8Array.of(...gzipped, 0, 0, 0, 0))).rejects.toThrow(
        'Gzip data has trailing bytes: expected the unpacked size, 27, in the last 4 bytes, got 0. Get the file again.',
      )
      await expect(readIdx(Uint8Array.of(...gzipped, ...gzipped))).rejects.toThrow('got 54')
    } finally {
      globalThis.DecompressionStream = DecompressionStream
    }
  })

  it('never returns wrong elements for a damaged file', async () => {
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
