import { open, stat } from 'node:fs/promises'

/** How far a download has come. */
export interface DownloadProgress {
  /** The file's name at the mirror. */
  readonly file: string
  readonly url: string
  /** Bytes of the file on disk, those of an earlier, interrupted download included. */
  readonly receivedBytes: number
  /** Bytes of the whole file, where the server tells. */
  readonly totalBytes: number | undefined
}

/** How to download. */
export interface TransferOptions {
  /** Give up on a mirror that sends nothing for so many milliseconds. Default 30,000. */
  timeout?: number
  /** Stops the download. What has come stays as a `.part` file, which the next call continues. */
  signal?: AbortSignal
  /** Called for every piece that arrives. */
  onProgress?: (progress: DownloadProgress) => void
}

/**
 * Downloads `url` into the file `part`, synced to the disk. Continues what an earlier, interrupted transfer left there
 * if the server can (HTTP Range), else starts over. A transfer that fails keeps what came.
 *
 * @returns Whether the file begins with bytes of an earlier transfer
 */
export async function transfer(
  url: string,
  part: string,
  { file, timeout = 30_000, signal, onProgress }: TransferOptions & { file: string },
): Promise<boolean> {
  const offset = (await stat(part).catch(() => undefined))?.size ?? 0
  const stall = new AbortController()
  const timer = setTimeout(() => stall.abort(new Error(`nothing came for ${timeout} ms`)), timeout)
  try {
    const response = await fetch(url, {
      headers: { 'accept-encoding': 'identity', ...(offset > 0 && { range: `bytes=${offset}-` }) },
      signal: AbortSignal.any(signal ? [signal, stall.signal] : [stall.signal]),
    })
    const { status, statusText, headers, body } = response
    const page = headers.get('content-type')?.startsWith('text/html')
    if (!body || page || (status !== 200 && status !== 206)) {
      await body?.cancel()
      // 416: `part` is as long as the file already, or longer. Its checksum will tell.
      if (status === 416 && offset > 0) return true
      throw new Error(
        response.ok && page ? 'a web page came instead of the file' : `HTTP ${status} ${statusText}`,
      )
    }
    const resumed = offset > 0 && status === 206
    let receivedBytes = resumed ? offset : 0
    const length = headers.get('content-length')
    const totalBytes = length === null ? undefined : receivedBytes + Number(length)
    const handle = await open(part, resumed ? 'a' : 'w')
    try {
      for await (const piece of body) {
        timer.refresh()
        await handle.appendFile(piece)
        receivedBytes += piece.length
        onProgress?.({ file, url, receivedBytes, totalBytes })
      }
      await handle.sync()
    } finally {
      await handle.close()
    }
    return resumed
  } finally {
    clearTimeout(timer)
  }
}
