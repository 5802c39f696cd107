import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { replaceFile, takeLock } from '@tunekit/durable-files'
import type { Lock } from '@tunekit/durable-files'
import type { MetricsRecord } from '@tunekit/metrics'
import { parseJsonl } from '@tunekit/metrics'
import { makeFolder } from './make-folder.ts'

/** The paths of the files of a training run. */
export interface RunFolder {
  readonly path: string
  /** Names the process that uses the run. Removed when the process ends. */
  readonly lock: string
  /** All options, the command line, versions, and the path and hashes of the data. */
  readonly config: string
  /** The source of truth: one JSON object per epoch, from epoch 0. */
  readonly metrics: string
  readonly metricsCsv: string
  readonly model: string
  readonly checkpoint: string
  /** The predicted class of each test image, one byte per image. */
  readonly predictions: string
  readonly summary: string
}

/** Returns the paths of the files of a run. */
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
 * Creates an empty run folder.
 *
 * @param path Default: the next of runs/1, runs/2, …
 * @throws {Error} If `path` already exists
 */
export async function createRunFolder(path?: string): Promise<RunFolder> {
  return runFolder(await makeFolder('runs', path, 'its run'))
}

/**
 * Prevents other processes from using a run until the lock is released or this process ends.
 *
 * @throws {Error} If another process uses the run; the message names the process
 */
export function lockRun(run: RunFolder): Lock {
  return takeLock(run.lock, `Run ${run.path}`)
}

/** Removes the incomplete files of a killed process. The run must be locked. */
export async function removeDrafts({ path }: RunFolder): Promise<void> {
  const drafts = (await readdir(path)).filter((name) =>
    /\.(jsonl?|csv|safetensors|bin)\.[\w-]+\.tmp$/.test(name),
  )
  await Promise.all(drafts.map((name) => rm(join(path, name), { force: true })))
}

/**
 * Reads the records of a run, oldest first.
 *
 * @throws {Error} If the file cannot be read or is damaged; the message names the file
 */
export async function readMetrics(run: RunFolder): Promise<MetricsRecord[]> {
  try {
    return parseJsonl(await readFile(run.metrics, 'utf8'))
  } catch (error) {
    throw new Error(`Cannot read ${run.metrics}: ${(error as Error).message}`, { cause: error })
  }
}

/** Writes an object as a JSON file, completely or not at all. */
export function writeJson(path: string, value: object): void {
  replaceFile(path, `${JSON.stringify(value, null, 2)}\n`)
}
