import { existsSync, statSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { LockedError, takeLock } from '@tunekit/durable-files'
import type { Lock } from '@tunekit/durable-files'
import { transfer } from './transfer.ts'
import type { TransferOptions } from './transfer.ts'

/** How long to wait for a lock without a refresh. The process that downloads refreshes its lock every 10 s. */
const PATIENCE_MILLISECONDS = 60_000

/** A file of the cache, its addresses, and its check. */
export interface CachedDownloadOptions<Content> extends TransferOptions {
  /** The path of the file in the cache. */
  path: string
  /** The addresses of the file, in the order in which to try them. */
  urls: readonly string[]
  /** Reads a file and returns its content, or throws if it is not the right file. */
  check: (path: string) => Promise<Content>
}

/**
 * Reads a file of the cache, and downloads it first if it is missing or fails its check. A file in the cache is always complete
 * and checked: a download grows as `.part`, is synced, checked, and then renamed. Only one process downloads a file at a time;
 * other processes wait for the file.
 *
 * @throws {AggregateError} If no address has the right file; the message lists the reason for each
 * @throws {LockedError} If another process holds the file's lock but has not refreshed it for a minute
 * @throws The signal's reason when aborted
 */
export async function cachedDownload<Content>(options: CachedDownloadOptions<Content>): Promise<Content> {
  const { path, check, signal } = options
  if (existsSync(path)) {
    try {
      return await check(path)
    } catch {
      // The file is checked again under the lock, when no other process can be replacing it.
    }
  }
  await mkdir(dirname(path), { recursive: true })
  const lock = await lockWhenFree(path, signal)
  try {
    return await downloadAlone(options)
  } finally {
    lock.release()
  }
}

/** Takes the lock, and waits for it as long as its owner refreshes it. */
async function lockWhenFree(path: string, signal: AbortSignal | undefined): Promise<Lock> {
  const file = `${path}.lock`
  let lastRefresh: number | undefined
  let since = performance.now()
  for (;;) {
    try {
      return takeLock(file, `Download of ${path}`)
    } catch (error) {
      if (!(error instanceof LockedError)) throw error
      const refreshed = statSync(file, { throwIfNoEntry: false })?.mtimeMs
      if (refreshed !== lastRefresh) since = performance.now()
      if (performance.now() - since > PATIENCE_MILLISECONDS) throw error
      lastRefresh = refreshed
    }
    await delay(200, undefined, { signal }).catch(() => signal?.throwIfAborted())
  }
}

async function downloadAlone<Content>(options: CachedDownloadOptions<Content>): Promise<Content> {
  const { path, urls, check, signal } = options
  const failures: Error[] = []
  const note = (place: string, cause: unknown): void => {
    failures.push(new Error(`${place}: ${reasonOf(cause)}`, { cause }))
  }
  if (existsSync(path)) {
    try {
      return await check(path)
    } catch (error) {
      note(path, error)
    }
  }
  for (const url of urls) {
    try {
      return await downloadChecked(url, options)
    } catch (error) {
      signal?.throwIfAborted()
      note(url, error)
    }
  }
  throw new AggregateError(
    failures,
    `Cannot download ${basename(path)}: every source failed.\n` +
      failures.map(({ message }) => `- ${message}\n`).join('') +
      'Check the network, or load the dataset from a folder.',
  )
}

async function downloadChecked<Content>(
  url: string,
  options: CachedDownloadOptions<Content>,
): Promise<Content> {
  const { path, check } = options
  const part = `${path}.part`
  const resumed = await transfer(url, part, { ...options, file: basename(path) })
  let content: Content
  try {
    content = await check(part)
  } catch (error) {
    await rm(part, { force: true })
    // The bytes of the earlier transfer may be wrong.
    if (resumed) return downloadChecked(url, options)
    throw error
  }
  await rename(part, path)
  return content
}

/** Describes an error with its cause, which has the reason of network errors: "fetch failed (connect ECONNREFUSED …)". */
function reasonOf(error: unknown): string {
  const { message, cause } = error as Error
  const detail = (cause as Error | undefined)?.message ?? ''
  return message.includes(detail) ? message : `${message} (${detail})`
}
