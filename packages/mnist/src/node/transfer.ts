import { open, stat } from 'node:fs/promises'

/** The progress of a download. */
export interface DownloadProgress {
  /** The name of the file at the mirror. */
  readonly file: string
  /** The address of the file. */
  readonly url: string
  /** The number of bytes on the disk, including bytes of an earlier, interrupted download. */
  readonly receivedBytes: number
  /** The size of the file in bytes, if the server sends it. */
  readonly totalBytes: number | undefined
}

/** How to transfer a file. */
export interface TransferOptions {
  /** How long to wait for a byte, in milliseconds, before the next mirror is tried. Default 30,000. */
  timeout?: number
  /** Stops the download. The received bytes stay in a `.part` file, which the next call continues. */
  signal?: AbortSignal
  /** Called after each received chunk. */
  onProgress?: (progress: DownloadProgress) => void
}

/**
 * Downloads `url` into the file `part`, and syncs it to the disk. It continues the file of an interrupted transfer if the server
 * can (HTTP Range), and starts over otherwise. If the transfer fails, the received bytes stay.
 *
 * @returns Whether the file starts with bytes of an earlier transfer
 */
export async function transfer(
  url: string,
  part: string,
  { file, timeout = 30_000, signal, onProgress }: TransferOptions & { file: string },
): Promise<boolean> {
  const offset = (await stat(part).catch(() => undefined))?.size ?? 0
  const stall = new AbortController()
  const timer = setTimeout(() => stall.abort(new Error(`received nothing for ${timeout} ms`)), timeout)
  try {
    const response = await fetch(url, {
      headers: { 'accept-encoding': 'identity', ...(offset > 0 && { range: `bytes=${offset}-` }) },
      signal: AbortSignal.any(signal ? [signal, stall.signal] : [stall.signal]),
    })
    const { status, statusText, headers, body } = response
    const page = headers.get('content-type')?.startsWith('text/html')
    if (!body || page || (status !== 200 && status !== 206)) {
      await body?.cancel()
      // 416: `part` is at least as long as the file. Its checksum shows whether it is right.
      if (status === 416 && offset > 0) return true
      throw new Error(
        response.ok && page ? 'received a web page instead of the file' : `HTTP ${status} ${statusText}`,
      )
    }
    const resumed = offset > 0 && status === 206
    let receivedBytes = resumed ? offset : 0
    const length = headers.get('content-length')
    const totalBytes = length === null ? undefined : receivedBytes + Number(length)
    const handle = await open(part, resumed ? 'a' : 'w')
    try {
      for await (const chunk of body) {
        timer.refresh()
        await handle.appendFile(chunk)
        receivedBytes += chunk.length
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
