import { existsSync, statSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { LockedError, takeLock } from '@tunekit/durable-files'
import type { Lock } from '@tunekit/durable-files'
import { transfer } from './transfer.ts'
import type { TransferOptions } from './transfer.ts'

/** A process that downloads refreshes its lock every 10 s. */
const PATIENCE_MILLISECONDS = 60_000

/** A file to have, where it may come from, and how to know it. */
export interface CachedDownloadOptions<Content> extends TransferOptions {
  /** Its place in the cache. */
  path: string
  /** Addresses, in the order to try. */
  urls: readonly string[]
  /** Reads a file and returns what it holds, or throws if it is not the right one. */
  check: (path: string) => Promise<Content>
}

/**
 * Reads a file of the cache, after downloading it if it is missing or fails its check. It appears there whole and
 * checked or not at all: it grows as `.part`, is synced, checked, and then renamed. One process downloads a file at a time;
 * others wait, and take its file.
 *
 * @throws {AggregateError} If no address gave the right file; the message lists each with its reason
 * @throws {LockedError} If another process holds the file's lock but has shown no sign of life for a minute
 * @throws The signal's reason, if it was aborted
 */
export async function cachedDownload<Content>(options: CachedDownloadOptions<Content>): Promise<Content> {
  const { path, check, signal } = options
  if (existsSync(path)) {
    try {
      return await check(path)
    } catch {
      // It is checked again once nobody else can be replacing it.
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

/** Waits as long as the lock's owner shows that it lives. */
async function lockWhenFree(path: string, signal: AbortSignal | undefined): Promise<Lock> {
  const file = `${path}.lock`
  let seen: number | undefined
  let since = performance.now()
  for (;;) {
    try {
      return takeLock(file, `Download of ${path}`)
    } catch (error) {
      if (!(error instanceof LockedError)) throw error
      const refreshed = statSync(file, { throwIfNoEntry: false })?.mtimeMs
      if (refreshed !== seen) since = performance.now()
      if (performance.now() - since > PATIENCE_MILLISECONDS) throw error
      seen = refreshed
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
    // Its older half may be what is wrong.
    if (resumed) return downloadChecked(url, options)
    throw error
  }
  await rename(part, path)
  return content
}

/** The network's errors tell the reason in their cause: "fetch failed (connect ECONNREFUSED 127.0.0.1:80)". */
function reasonOf(error: unknown): string {
  const { message, cause } = error as Error
  const detail = (cause as Error | undefined)?.message ?? ''
  return message.includes(detail) ? message : `${message} (${detail})`
}
