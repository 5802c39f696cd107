import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { replaceFile } from '@tunekit/durable-files'
import type { MetricsRecord } from '@tunekit/metrics'
import { parseJsonl } from '@tunekit/metrics'
import { makeFolder } from './make-folder.ts'

/** The files of one training run. */
export interface RunFolder {
  readonly path: string
  /** What was asked for: every option, versions, the data's hashes. */
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
 * @param path Default: the first of runs/1, runs/2, … that does not exist
 * @throws {Error} If `path` exists already
 */
export async function createRunFolder(path?: string): Promise<RunFolder> {
  return runFolder(await makeFolder('runs', path, 'its run'))
}

/** Reads the records of a run, oldest first. */
export async function readMetrics(run: RunFolder): Promise<MetricsRecord[]> {
  return parseJsonl(await readFile(run.metrics, 'utf8'))
}

/** Writes a file wholly or not at all. */
export function writeFileOf(path: string, content: Uint8Array | object): void {
  const isBytes = content instanceof Uint8Array
  replaceFile(path, isBytes ? content : `${JSON.stringify(content, null, 2)}\n`)
}
