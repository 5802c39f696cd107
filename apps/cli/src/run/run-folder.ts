import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { replaceFile, takeLock } from '@tunekit/durable-files'
import type { Lock } from '@tunekit/durable-files'
import type { MetricsRecord } from '@tunekit/metrics'
import { parseJsonl } from '@tunekit/metrics'
import { makeFolder } from './make-folder.ts'

/** The files of one training run. */
export interface RunFolder {
  readonly path: string
  /** Exists while a process uses the run, and names it. */
  readonly lock: string
  /** What was asked for: every option, command line, versions, the data's path and hashes. */
  readonly config: string
  /** One JSON object an epoch, from epoch 0; the source of truth. */
  readonly metrics: string
  readonly metricsCsv: string
  readonly model: string
  readonly checkpoint: string
  /** Predicted class of each test image, one byte each. */
  readonly predictions: string
  readonly summary: string
}

/** Names the files of a run. */
export function runFolder(path: string): RunFolder {
  return {
    path,
    lock: join(path, 'run.lock'),
    config: join(path, 'config.json'),
    metrics: join(path, 'metrics.jsonl'),
    metricsCsv: join(path, 'metrics.csv'),
    model: join(path, 'model.safetensors'),
    checkpoint: join(path, 'checkpoint.safetensors'),
    predictions: join(path, 'predictions.bin'),
    summary: join(path, 'summary.json'),
  }
}

/**
 * Makes a new, empty run folder.
 *
 * @param path Default: runs/1, runs/2, …
 * @throws {Error} If `path` exists already
 */
export async function createRunFolder(path?: string): Promise<RunFolder> {
  return runFolder(await makeFolder('runs', path, 'its run'))
}

/**
 * Keeps other processes from using a run until the lock is released, or this process has ended.
 *
 * @throws {Error} If another process uses it; names that
 */
export function lockRun(run: RunFolder): Lock {
  return takeLock(run.lock, `Run ${run.path}`)
}

/** Removes the halves of files that a process which was killed has left. The run must be locked. */
export async function removeDrafts({ path }: RunFolder): Promise<void> {
  const drafts = (await readdir(path)).filter((name) =>
    /\.(jsonl?|csv|safetensors|bin)\.[\w-]+\.tmp$/.test(name),
  )
  await Promise.all(drafts.map((name) => rm(join(path, name), { force: true })))
}

/**
 * Reads the records of a run, oldest first.
 *
 * @throws {Error} If the file is damaged; names it
 */
export async function readMetrics(run: RunFolder): Promise<MetricsRecord[]> {
  try {
    return parseJsonl(await readFile(run.metrics, 'utf8'))
  } catch (error) {
    throw new Error(`Cannot read ${run.metrics}: ${(error as Error).message}`, { cause: error })
  }
}

/** Writes a file wholly or not at all. */
export function writeFileOf(path: string, content: Uint8Array | object): void {
  const isBytes = content instanceof Uint8Array
  replaceFile(path, isBytes ? content : `${JSON.stringify(content, null, 2)}\n`)
}
