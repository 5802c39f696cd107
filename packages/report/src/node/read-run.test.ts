import { describe, expect, it } from '@jest/globals'
import { mkdirSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import { readRun } from './read-run.ts'

const folder = temporaryFolder()
let count = 0

const config = {
  options: { seed: 3, epochs: 2 },
  versions: { node: '24.0.0' },
  dataset: { name: 'mnist', sha256: {} },
}
const line = (epoch: number): string =>
  `${JSON.stringify({ epoch, step: 10 * epoch, test: { loss: 0.5, accuracy: 0.75 }, seconds: 2 })}\n`

/** A run folder with these files; a config unless another is given. */
function run(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const path = join(folder, `run-${++count}`)
  mkdirSync(path)
  for (const [name, content] of Object.entries({ 'config.json': JSON.stringify(config), ...files })) {
    writeFileSync(join(path, name), content)
  }
  return path
}

function safetensors(header: object, data: Float32Array): Uint8Array {
  const json = Buffer.from(JSON.stringify(header))
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(json.length))
  return Buffer.concat([length, json, Buffer.from(data.buffer)])
}

const model = safetensors(
  {
    __metadata__: { architecture: 'LeNet-5' },
    'conv2.weight': { dtype: 'F32', shape: [1, 1, 2, 1], data_offsets: [20, 28] },
    'conv1.weight': { dtype: 'F32', shape: [2, 1, 1, 2], data_offsets: [4, 20] },
    'conv1.bias': { dtype: 'F32', shape: [1], data_offsets: [0, 4] },
  },
  Float32Array.of(9, 1, -2, 0.5, 4, 7, 8),
)

describe('readRun', () => {
  it('knows how many epochs a run was asked for, and takes no text of its config for a number', async () => {
    const options = { epochs: 30, data: 'NaN' }
    const path = run({
      'config.json': JSON.stringify({ options }),
      'summary.json': JSON.stringify({ testLoss: 'NaN' }),
    })
    const data = await readRun(path)
    expect(data).toMatchObject({ plannedEpochs: 30, options, summary: { testLoss: NaN } })
  })

  it('reads every file of a run', async () => {
    const path = run({
      'metrics.jsonl': line(0) + line(1),
      'summary.json': JSON.stringify({ testAccuracy: 0.75, weightsSha256: 'ab' }),
      'predictions.bin': Uint8Array.of(7, 2, 1),
      'model.safetensors': model,
    })
    const data = await readRun(path)
    expect(data).toMatchObject({ name: `run-${count}`, seed: 3, ...config })
    expect(data.epochs.map(({ epoch }) => epoch)).toEqual([0, 1])
    expect(data.epochs[1]).toEqual({ epoch: 1, step: 10, test: { loss: 0.5, accuracy: 0.75 }, seconds: 2 })
    expect(data.summary).toEqual({ testAccuracy: 0.75, weightsSha256: 'ab' })
    expect(data.predictions).toEqual(Uint8Array.of(7, 2, 1))
    expect(data.filters).toEqual({ shape: [2, 1, 1, 2], values: Float32Array.of(1, -2, 0.5, 4) })
  })

  it('reads a run that has only begun', async () => {
    const { epochs, summary, predictions, filters } = await readRun(run())
    expect({ epochs, summary, predictions, filters }).toEqual({ epochs: [] })
  })

  it('skips a last line that is torn, at every place', async () => {
    const whole = line(0) + line(1)
    for (let length = line(0).length; length < whole.length - 1; length++) {
      const { epochs } = await readRun(run({ 'metrics.jsonl': whole.slice(0, length) }))
      expect(epochs).toHaveLength(1)
    }
    expect((await readRun(run({ 'metrics.jsonl': whole.trimEnd() }))).epochs).toHaveLength(2)
  })

  it('reads NaN and infinities as they are written', async () => {
    const text = '{"epoch":1,"test":{"loss":"NaN","accuracy":0.1},"train":{"loss":"Infinity"}}\n'
    const { epochs } = await readRun(run({ 'metrics.jsonl': text }))
    expect(epochs).toEqual([{ epoch: 1, test: { loss: NaN, accuracy: 0.1 }, train: { loss: Infinity } }])
  })

  it('names a line that is damaged', async () => {
    const path = run({ 'metrics.jsonl': `${line(0)}{"epoch":\n${line(2)}` })
    await expect(readRun(path)).rejects.toThrow(`${join(path, 'metrics.jsonl')} is damaged in line 2: `)
    const other = run({ 'metrics.jsonl': '{"step":1}\n' })
    await expect(readRun(other)).rejects.toThrow('line 1: expected a number as "epoch", got undefined.')
  })

  it('says so if a folder is no run', async () => {
    await expect(readRun(folder)).rejects.toThrow(
      `${folder} is no run folder: it has no config.json. Give a folder that "tunekit train" made.`,
    )
  })

  it('names a JSON file that is damaged', async () => {
    const path = run({ 'summary.json': '[1]' })
    await expect(readRun(path)).rejects.toThrow(
      `${join(path, 'summary.json')} is damaged: expected an object, got [1].`,
    )
    await expect(readRun(run({ 'config.json': '{' }))).rejects.toThrow('config.json is damaged: ')
  })

  it('names a model that is damaged, and says how', async () => {
    const cut = run({ 'model.safetensors': model })
    truncateSync(join(cut, 'model.safetensors'), model.length - 20)
    await expect(readRun(cut)).rejects.toThrow(
      `${join(cut, 'model.safetensors')} is damaged: it ends after ${model.length - 20} bytes, expected ${model.length - 8}.`,
    )
    const empty = run({ 'model.safetensors': '' })
    await expect(readRun(empty)).rejects.toThrow('is damaged: it ends after 0 bytes, expected 8.')
    const huge = run({ 'model.safetensors': Buffer.alloc(8, 255) })
    await expect(readRun(huge)).rejects.toThrow('its header claims to have 18446744073709552000 bytes.')
    const wrong = { a: { dtype: 'F32', shape: [1, 1, 1, 2], data_offsets: [0, 4] } }
    await expect(
      readRun(run({ 'model.safetensors': safetensors(wrong, Float32Array.of(1)) })),
    ).rejects.toThrow('its tensor of 1 × 1 × 1 × 2 has 4 bytes, expected 8.')
  })

  it('has no filters if the model has no convolution', async () => {
    const dense = safetensors({ a: { dtype: 'F32', shape: [1], data_offsets: [0, 4] } }, Float32Array.of(1))
    expect((await readRun(run({ 'model.safetensors': dense }))).filters).toBeUndefined()
  })
})
