import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { EpochRecord, RunData, RunSummary } from '../input/run-data.ts'
import { readFilters } from './read-filters.ts'

/** JSON has no such numbers: they are written as strings. */
const nonFinite = new Map([NaN, Infinity, -Infinity].map((value) => [String(value), value]))

interface Config {
  readonly options?: Readonly<Record<string, unknown>>
  readonly versions?: Readonly<Record<string, string>>
  readonly dataset?: RunData['dataset']
}

/**
 * Reads a run folder, as `tunekit train` makes it.
 *
 *     config.json         options, versions, dataset
 *     metrics.jsonl       a record for each epoch
 *     summary.json        final figures; absent while the run goes on
 *     predictions.bin     predicted class of each test image, a byte each; may be absent
 *     model.safetensors   for the first layer's filters; may be absent
 *
 * A last line of `metrics.jsonl` without its newline is skipped if it is incomplete: a run that was killed leaves it.
 *
 * @param folder Its last part becomes the run's name
 * @throws {Error} If the folder is no run, or one of its files is damaged; names the file
 * @example
 * const runs = await Promise.all(['runs/1', 'runs/2'].map(readRun))
 */
export async function readRun(folder: string): Promise<RunData> {
  const config = await readJson<Config>(join(folder, 'config.json'), false)
  if (config === undefined) {
    throw new Error(
      `${folder} is no run folder: it has no config.json. Give a folder that "tunekit train" made.`,
    )
  }
  const metrics = await readIfThere(join(folder, 'metrics.jsonl'))
  const predictions = await readIfThere(join(folder, 'predictions.bin'))
  const { seed, epochs } = config.options ?? {}
  return {
    name: basename(folder),
    epochs: metrics ? parseEpochs(metrics.toString('utf8'), join(folder, 'metrics.jsonl')) : [],
    seed: typeof seed === 'number' ? seed : undefined,
    plannedEpochs: typeof epochs === 'number' ? epochs : undefined,
    options: config.options,
    versions: config.versions,
    dataset: config.dataset,
    summary: await readJson<RunSummary>(join(folder, 'summary.json'), true),
    predictions: predictions && new Uint8Array(predictions),
    filters: await readFilters(join(folder, 'model.safetensors')),
  }
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new Error(`Cannot read ${path}: ${(error as Error).message}`, { cause: error })
  }
}

/** @param isMetrics Whether strings such as "NaN" are numbers that JSON does not have */
async function readJson<T>(path: string, isMetrics: boolean): Promise<T | undefined> {
  const bytes = await readIfThere(path)
  if (!bytes) return undefined
  try {
    const text = bytes.toString('utf8')
    return asObject(isMetrics ? parse(text) : JSON.parse(text)) as T
  } catch (error) {
    throw new Error(`${path} is damaged: ${(error as Error).message}`, { cause: error })
  }
}

function parseEpochs(text: string, path: string): EpochRecord[] {
  const lines = text.split('\n')
  const tail = lines.pop() as string
  const records = lines.map((line, index) => {
    try {
      return asRecord(parse(line))
    } catch (error) {
      throw new Error(`${path} is damaged in line ${index + 1}: ${(error as Error).message}`, {
        cause: error,
      })
    }
  })
  try {
    records.push(asRecord(parse(tail)))
  } catch {
    // Torn, or empty as in every whole file.
  }
  return records
}

function parse(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown) => nonFinite.get(value as string) ?? value)
}

function asObject(value: unknown): object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new TypeError(`expected an object, got ${JSON.stringify(value)}.`)
  }
  return value
}

function asRecord(value: unknown): EpochRecord {
  const record = asObject(value) as Partial<EpochRecord>
  if (typeof record.epoch !== 'number') {
    throw new TypeError(`expected a number as "epoch", got ${JSON.stringify(record.epoch)}.`)
  }
  return record as EpochRecord
}
