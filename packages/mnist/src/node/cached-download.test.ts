import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, it, jest } from '@jest/globals'
import { identifyProcess } from '@tunekit/durable-files'
import { withFolder } from '../../test/with-folder.ts'
import { withServer } from '../../test/with-server.ts'
import { cachedDownload } from './cached-download.ts'
import type { RequestListener } from 'node:http'
import type { DownloadProgress, TransferOptions } from './transfer.ts'

const content = Uint8Array.from({ length: 5000 }, (_, index) => (index * 7919) % 256)
const half = content.subarray(0, 2000)
const wrong = content.toReversed()

async function check(path: string): Promise<string> {
  if (!(await readFile(path)).equals(content)) throw new Error('checksum is wrong')
  return 'the content'
}

interface Outcome {
  /** What came of it, an error included. */
  result: unknown
  /** What the mirrors were asked for: '/0', or '/1 bytes=2000-'. */
  requests: string[]
  /** The files that are left in the cache. */
  files: Record<string, Uint8Array>
}

/** Downloads "file" from mirrors that answer so, into a cache with the files `before`. */
async function download(
  mirrors: readonly RequestListener[],
  { before = {}, ...options }: TransferOptions & { before?: Record<string, Uint8Array> } = {},
): Promise<Outcome> {
  const requests: string[] = []
  const listener: RequestListener = (request, response) => {
    requests.push([request.url, request.headers.range].filter(Boolean).join(' '))
    mirrors[Number(request.url?.slice(1))]!(request, response)
  }
  return withFolder((folder) =>
    withServer(listener, async (address) => {
      for (const [name, bytes] of Object.entries(before)) await writeFile(join(folder, name), bytes)
      const urls = mirrors.map((_, index) => `${address}${index}`)
      const path = join(folder, 'file')
      const result = await cachedDownload({ path, urls, check, ...options }).catch((error: unknown) => error)
      const files: Record<string, Uint8Array> = {}
      for (const name of await readdir(folder))
        files[name] = new Uint8Array(await readFile(join(folder, name)))
      return { result, requests, files }
    }),
  )
}

const success = (...requests: string[]): Outcome => ({
  result: 'the content',
  requests,
  files: { file: content },
})

const whole: RequestListener = (_, response) => response.end(content)
const nothing: RequestListener = () => {}
const status =
  (code: number): RequestListener =>
  (_, response) =>
    response.writeHead(code).end('sorry')
const body =
  (bytes: Uint8Array | string, headers: Record<string, string | number> = {}): RequestListener =>
  (_, response) =>
    response.writeHead(200, headers).end(bytes)
/** Sends 2,000 of the 5,000 bytes that it promises, and then nothing. */
const stalls: RequestListener = (_, response) =>
  response.writeHead(200, { 'content-length': content.length }).write(half)
/** A good server, which can continue. */
const ranges: RequestListener = (request, response) => {
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0)
  if (from >= content.length) return response.writeHead(416).end()
  return response
    .writeHead(from > 0 ? 206 : 200, {
      'content-length': content.length - from,
      'content-range': `bytes ${from}-${content.length - 1}/${content.length}`,
    })
    .end(content.subarray(from))
}

describe('cachedDownload', () => {
  it('downloads a missing file', async () => {
    expect(await download([whole])).toEqual(success('/0'))
  })

  it('reads a good file from the cache without a request', async () => {
    expect(await download([whole], { before: { file: content } })).toEqual(success())
  })

  it('repairs a damaged file in the cache', async () => {
    expect(await download([whole], { before: { file: half } })).toEqual(success('/0'))
  })

  it('tries the next mirror after an HTTP error', async () => {
    expect(await download([status(404), status(500), status(403), whole])).toEqual(
      success('/0', '/1', '/2', '/3'),
    )
  })

  it('tries the next mirror if it gets a web page with status 200', async () => {
    const page = body('<html>Log in to the network</html>', { 'content-type': 'text/html; charset=utf-8' })
    expect(await download([page, whole])).toEqual(success('/0', '/1'))
    const { result } = await download([page])
    expect((result as Error).message).toContain('/0: received a web page instead of the file\n')
  })

  it('tries the next mirror if it gets other bytes', async () => {
    expect(await download([body(wrong), body(''), whole])).toEqual(success('/0', '/1', '/2'))
  })

  it('tries the next mirror when one cannot be reached or is silent', async () => {
    expect(await download([nothing, whole], { timeout: 400 })).toEqual(success('/0', '/1'))
  })

  it('waits for a slow mirror as long as bytes arrive', async () => {
    const drips: RequestListener = async (_, response) => {
      for (let start = 0; start < content.length; start += 1000) {
        response.write(content.subarray(start, start + 1000))
        await setTimeout(250)
      }
      response.end()
    }
    expect(await download([drips], { timeout: 1000 })).toEqual(success('/0'))
  })

  it('tries the next mirror if a body ends early without an error', async () => {
    const short: RequestListener = (_, response) => {
      response.useChunkedEncodingByDefault = false
      response.writeHead(200, { connection: 'close' }).end(half)
    }
    expect(await download([short, whole])).toEqual(success('/0', '/1'))
  })

  it('continues at the next mirror if a mirror stops sending', async () => {
    expect(await download([stalls, ranges], { timeout: 400 })).toEqual(success('/0', '/1 bytes=2000-'))
  })

  it('continues at the next mirror after a reset connection', async () => {
    let reset = (): void => {}
    const resets: RequestListener = (request, response) => {
      reset = () => request.socket.resetAndDestroy()
      stalls(request, response)
    }
    expect(await download([resets, ranges], { onProgress: () => reset() })).toEqual(
      success('/0', '/1 bytes=2000-'),
    )
  })

  it('continues the download of an earlier call', async () => {
    expect(await download([ranges], { before: { 'file.part': half } })).toEqual(success('/0 bytes=2000-'))
  })

  it('starts over when the server ignores the range', async () => {
    expect(await download([whole], { before: { 'file.part': half } })).toEqual(success('/0 bytes=2000-'))
  })

  it('starts over if the part of an earlier call is damaged', async () => {
    const damaged = half.toReversed()
    expect(await download([ranges], { before: { 'file.part': damaged } })).toEqual(
      success('/0 bytes=2000-', '/0'),
    )
  })

  it('uses the part of an earlier call if it is complete', async () => {
    expect(await download([ranges], { before: { 'file.part': content } })).toEqual(success('/0 bytes=5000-'))
  })

  it('starts over if the part of an earlier call is too long', async () => {
    const long = Uint8Array.of(...content, 0)
    expect(await download([ranges], { before: { 'file.part': long } })).toEqual(
      success('/0 bytes=5001-', '/0'),
    )
  })

  it('starts over if the server sends another range than the requested one', async () => {
    const other: RequestListener = (request, response) =>
      request.headers.range
        ? response.writeHead(206, { 'content-range': 'bytes 0-99/5000' }).end(content.subarray(0, 100))
        : whole(request, response)
    expect(await download([other], { before: { 'file.part': half } })).toEqual(
      success('/0 bytes=2000-', '/0'),
    )
  })

  it('lists the reason for each mirror if all fail, and leaves no file', async () => {
    const { result, files } = await download([status(503), body(wrong), nothing], { timeout: 300 })
    expect(result).toBeInstanceOf(AggregateError)
    const lines = (result as AggregateError).message.replaceAll(/http:\/\/[^/]+/g, '').split('\n')
    expect(lines).toEqual([
      'Cannot download file: every source failed.',
      '- /0: HTTP 503 Service Unavailable',
      '- /1: checksum is wrong',
      '- /2: received nothing for 300 ms',
      'Check the network, or load the dataset from a folder.',
    ])
    expect((result as AggregateError).errors).toHaveLength(3)
    expect(files).toEqual({})
  })

  it('reports why a connection failed, and that the cached file is damaged', async () => {
    await withFolder(async (folder) => {
      const path = join(folder, 'file')
      await writeFile(path, half)
      const closed = await withServer(nothing, (address) => Promise.resolve(address))
      const result = cachedDownload({ path, urls: [closed], check })
      await expect(result).rejects.toThrow(`- ${path}: checksum is wrong\n- ${closed}: fetch failed (`)
      await expect(result).rejects.toThrow('ECONNREFUSED')
    })
  })

  it('downloads a file once for several concurrent calls', async () => {
    const requests: unknown[] = []
    const drips: RequestListener = async (request, response) => {
      requests.push(request.url)
      for (let start = 0; start < content.length; start += 1000) {
        response.write(content.subarray(start, start + 1000))
        await setTimeout(50)
      }
      response.end()
    }
    await withFolder((folder) =>
      withServer(drips, async (address) => {
        const options = { path: join(folder, 'file'), urls: [address], check }
        const results = await Promise.all(
          [0, 100, 200].map((wait) => setTimeout(wait).then(() => cachedDownload(options))),
        )
        expect(results).toEqual(['the content', 'the content', 'the content'])
        expect(requests).toEqual(['/'])
        expect(await readdir(folder)).toEqual(['file'])
      }),
    )
  })

  it('waits for another process that downloads the file, as long as that process refreshes its lock', async () => {
    await withFolder(async (folder) => {
      const path = join(folder, 'file')
      const holder = { ...identifyProcess(process.ppid), host: hostname(), token: 'theirs' }
      await writeFile(`${path}.lock`, JSON.stringify(holder))
      const waiting = cachedDownload({ path, urls: [], check })
      await setTimeout(300)
      await writeFile(path, content)
      await rm(`${path}.lock`)
      expect(await waiting).toBe('the content')

      await rm(path)
      await writeFile(`${path}.lock`, JSON.stringify(holder))
      const controller = new AbortController()
      const { signal } = controller
      const aborted = expect(cachedDownload({ path, urls: [], check, signal })).rejects.toThrow('too long')
      await setTimeout(100)
      controller.abort(new Error('too long'))
      await aborted
      let now = 0
      jest.spyOn(performance, 'now').mockImplementation(() => (now += 40_000))
      await expect(cachedDownload({ path, urls: [], check })).rejects.toThrow(
        `Download of ${path} is in use by process ${process.ppid}. Wait for it, or stop it.`,
      )
      jest.restoreAllMocks()
    })
  })

  it('stops when aborted, and keeps the received bytes for the next call', async () => {
    const controller = new AbortController()
    const reason = new Error('the user is impatient')
    const outcome = await download([stalls, whole], {
      signal: controller.signal,
      onProgress: () => controller.abort(reason),
    })
    expect(outcome).toEqual({ result: reason, requests: ['/0'], files: { 'file.part': half } })
  })

  it('sends no request if it is already aborted', async () => {
    const signal = AbortSignal.abort(new Error('too late'))
    expect(await download([whole], { signal })).toMatchObject({ result: signal.reason, requests: [] })
  })

  it('reports progress up to the whole size, including the earlier part', async () => {
    const reports: DownloadProgress[] = []
    await download([ranges], {
      before: { 'file.part': half },
      onProgress: (progress) => reports.push(progress),
    })
    expect(reports.at(-1)).toMatchObject({ file: 'file', receivedBytes: 5000, totalBytes: 5000 })
    for (const { receivedBytes } of reports) expect(receivedBytes).toBeGreaterThan(2000)
  })
})
