import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { decodeSafetensors } from '@tunekit/lenet'
import type { EpochRecord, Filters, RunData } from '@tunekit/report'
import type { DataReader } from './data-reader.ts'
import type { RunConfig } from './parse-run-config.ts'
import { readRunConfig } from './run-config.ts'
import { readMetrics, runFolder } from './run-folder.ts'
import type { RunFolder } from './run-folder.ts'

/** Reads run folders one after another, since a process cannot open the files of thousands of runs at the same time. */
export async function readRuns(paths: readonly string[], readData: DataReader): Promise<RunData[]> {
  const runs: RunData[] = []
  for (const path of paths) runs.push(await readRun(path, readData))
  return runs
}

/**
 * Reads a run folder as the data of a report. The run is named after its path. Only `config.json` is required: a run that has not
 * ended lacks the other files, and its dataset may be missing.
 *
 * @throws {Error} If the folder is not a run folder, or one of its files is damaged; the message names the file
 */
export async function readRun(path: string, readData: DataReader): Promise<RunData> {
  const run = runFolder(path)
  const config = await readRunConfig(run)
  const { options, versions, dataset } = config
  const epochs = await readEpochs(run)
  const predictions = await readIfThere(run.predictions, (bytes) => new Uint8Array(bytes))
  return {
    name: path,
    epochs,
    seed: options.seed,
    plannedEpochs: options.epochs,
    images: await countImages(config, { readData, epochs, predictions }),
    options: { ...options },
    versions,
    dataset,
    summary: await readIfThere(run.summary, parseSummary),
    predictions,
    filters: await readIfThere(run.model, firstFilters),
  }
}

/** Whether a folder is a run folder. */
export function isRun(path: string): boolean {
  return existsSync(runFolder(path).config)
}

async function readEpochs(run: RunFolder): Promise<EpochRecord[]> {
  const records = existsSync(run.metrics) ? await readMetrics(run) : []
  return records.map((record, index) => {
    if (record.epoch === undefined) {
      throw new Error(`Cannot read ${run.metrics}: the record in line ${index + 1} has no \`epoch\`.`)
    }
    return record as EpochRecord
  })
}

/**
 * Reads a file. Undefined if it does not exist.
 *
 * @throws {Error} If the file cannot be read or parsed; the message names the file
 */
async function readIfThere<Content>(
  path: string,
  parse: (bytes: Buffer) => Content,
): Promise<Content | undefined> {
  if (!existsSync(path)) return undefined
  try {
    return parse(await readFile(path))
  } catch (error) {
    throw new Error(`Cannot read ${path}: ${(error as Error).message}`, { cause: error })
  }
}

function parseSummary(bytes: Buffer): RunData['summary'] {
  const summary: unknown = JSON.parse(bytes.toString('utf8'))
  if (typeof summary !== 'object' || summary === null || Array.isArray(summary)) {
    throw new TypeError(`Expected an object, got ${JSON.stringify(summary)}.`)
  }
  return summary
}

/** Returns the kernels of a model's first convolution. */
function firstFilters(bytes: Buffer): Filters | undefined {
  const kernel = decodeSafetensors(bytes).tensors['conv1.weight']
  if (kernel === undefined) return undefined
  return { shape: kernel.shape as Filters['shape'], values: kernel.data as Float32Array }
}

/** Counts the images on which a run was trained and evaluated. Unknown counts are absent. */
async function countImages(
  run: RunConfig,
  {
    readData,
    epochs,
    predictions,
  }: {
    readonly readData: DataReader
    readonly epochs: readonly EpochRecord[]
    readonly predictions?: Uint8Array
  },
): Promise<RunData['images']> {
  const { limitTrain = Infinity, limitTest = Infinity, validation, test, batchSize } = run.options
  const data = await readData(run)
  const train = Math.min(limitTrain, data?.train.size ?? Infinity) - validation
  // Without the data, the number of images is the limit if it agrees with the number of steps.
  const steps = epochs.find(({ epoch }) => epoch === 1)?.step
  const isKnown = data !== undefined || Math.ceil(train / batchSize) === steps
  const tested = data ? Math.min(limitTest, data.test.size) : predictions?.length
  return {
    ...(isKnown && { train }),
    ...(validation > 0 && { validation }),
    ...(test && tested && { test: tested }),
  }
}
