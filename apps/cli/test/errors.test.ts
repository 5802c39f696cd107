import { mkdir, readdir, readFile, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { inTemporaryFolder, runCli } from './run-cli.ts'

/** Arguments, the exit code, and the message, which is one sentence. */
const cases: [args: string, code: number, message: RegExp][] = [
  ['train --epochs ten', 2, /'--epochs <n>' argument 'ten' is invalid\. Expected a non-negative integer\./],
  ['train --batch-size 0', 2, /Expected a positive integer\./],
  ['train --learning-rate -1', 2, /Expected a non-negative number, such as 3e-4\./],
  ['train --optimizer adamm', 2, /Allowed choices are adaBelief, adadelta, .*, yogi\./],
  [
    'train --optimizer adam --momentum 0.9',
    2,
    /"adam" has no option `momentum`: expected learningRate, beta1/,
  ],
  ['train --optimizer lion --epsilon 1', 2, /"lion" has no option `epsilon`: expected learningRate, beta1/],
  ['train --optimizer-options {"where":1', 2, /Expected JSON, such as \{"beta1":0\.9\}: .*position/],
  ['train --optimizer-options [1]', 2, /Expected a JSON object, such as \{"beta1":0\.9\}/],
  ['train --optimizer-options null', 2, /Expected a JSON object/],
  ['train --optimizer-options {"name":"sgd"}', 2, /Expected options without a name/],
  ['train --optimizer-options {"rho":1}', 2, /"adaBelief" has no option `rho`: expected learningRate, beta1/],
  ['train --optimizer lamb --optimizer-options {"where":"("}', 2, /`where` must be a regular expression/],
  ['train --optimizer-options {"learningRate":{"name":"cos"}}', 2, /Schedule "cos" is unknown: expected/],
  ['train --validation -1', 2, /Expected a non-negative integer\./],
  [
    'train --limit-train 2000 --validation 9',
    2,
    /--validation must be from 10 to 1990 of the 2000 training images, .*, got 9\./,
  ],
  [
    'train --limit-train 2000 --validation 1991',
    2,
    /from 10 to 1990 of the 2000 training images, .*, got 1991\./,
  ],
  ['train --split-seed x', 2, /Expected an integer\./],
  ['train --resume nowhere --validation 10', 2, /may change, got --validation/],
  ['train --resume nowhere --no-test', 2, /may change, got --no-test/],
  ['train --beta1 1', 2, /`beta1` must be in \[0, 1\), got 1/],
  ['train --kernel-size 29', 2, /conv1/],
  ['train --zzzzzzzz', 2, /unknown option '--zzzzzzzz'/],
  ['train --resume nowhere', 1, /nowhere is not a run folder: expected its config\.json/],
  ['train --resume nowhere --optimizer-options {}', 2, /may change, got --optimizer-options/],
  ['train --resume nowhere --seed 2', 2, /only --epochs and --threads may change, got --seed/],
  ['train --threads 0', 2, /Expected an integer from 1 to 64/],
  ['train --data ./no-such-folder', 1, /no-such-folder/],
  ['train --data ./empty', 1, /train-images-idx3-ubyte/],
  ['train --out taken', 1, /Folder taken already exists/],
  ['evaluate nothing.safetensors', 1, /Cannot read model nothing\.safetensors/],
  ['evaluate ./sound/train-images-idx3-ubyte', 1, /Cannot read model .*[Ss]afetensors/],
  ['data no-such-dataset', 1, /no-such-dataset/],
  ['sing', 2, /unknown command 'sing'/],
]

/** An IDX file with one image of 2 × 2 pixels. */
const soundImages = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 2, 1, 2, 3, 4)

/** Files that are not IDX files, and the messages about them. */
const badFiles: Record<string, [bytes: Uint8Array, message: RegExp]> = {
  'zero length': [Uint8Array.of(), /empty|0 bytes/],
  'wrong magic': [Uint8Array.of(1, 2, 8, 3, ...soundImages.slice(4)), /byte 0/],
  'an HTML page': [new TextEncoder().encode('<!DOCTYPE html><html></html>'), /web page/],
  'unknown element type': [Uint8Array.of(0, 0, 7, 3, ...soundImages.slice(4)), /byte 2/],
  'rank 0': [Uint8Array.of(0, 0, 8, 0), /byte 3/],
  'a header cut short': [soundImages.slice(0, 9), /truncated|byte 9/],
  'a body cut short': [soundImages.slice(0, -1), /truncated|byte/],
  'trailing bytes': [Uint8Array.of(...soundImages, 0), /byte 20/],
  'absurd sizes': [Uint8Array.of(0, 0, 8, 3, ...Array<number>(12).fill(255)), /4294967295/],
  'broken gzip': [Uint8Array.of(0x1f, 0x8b, 8, 0, 1, 2, 3), /gzip/i],
}

describe('a mistake', () => {
  it.each(cases)(
    'tunekit %s ends with %i and one sentence',
    async (args, code, message) => {
      await inTemporaryFolder(async (folder) => {
        await prepare(folder)
        const before = await readdir(folder, { recursive: true })
        const result = await runCli(args.split(' '), { folder })
        expect(result.stderr).toMatch(message)
        expect(result.stderr.trim().split('\n')).toHaveLength(1)
        expect(result.stdout).toBe('')
        expect(result.code).toBe(code)
        expect(await readdir(folder, { recursive: true })).toEqual(before)
      })
    },
    30_000,
  )

  it.each(Object.keys(badFiles))(
    'in a file of images (%s) is named with its place in the file',
    async (name) => {
      await inTemporaryFolder(async (folder) => {
        const [images, message] = badFiles[name]
        await writeData(join(folder, 'data'), images)
        const result = await runCli(['train', '--data', './data'], { folder })
        expect(result.stderr).toMatch(message)
        expect(result.stderr).toContain('train-images-idx3-ubyte')
        expect(result.stderr.trim().split('\n')).toHaveLength(1)
        expect(result.code).toBe(1)
        expect(await readdir(folder)).toEqual(['data'])
      })
    },
  )

  it('in a learning rate or in a file of a run does not change the run', async () => {
    await inTemporaryFolder(async (folder) => {
      const small = ['train', '--limit-train', '320', '--limit-test', '64', '--epochs', '1']
      const diverged = await runCli([...small, '--learning-rate', '1e30', '--optimizer', 'sgd'], { folder })
      expect(diverged.code).toBe(1)
      expect(diverged.stderr).toMatch(/diverged in epoch 1 at step \d+ with learning rate 1e\+30/)

      await runCli([...small, '--out', 'run'], { folder })
      const checkpoint = join(folder, 'run', 'checkpoint.safetensors')
      await truncate(checkpoint, 5000)
      await truncate(join(folder, 'run', 'model.safetensors'), 1000)
      const before = await readFile(join(folder, 'run', 'metrics.jsonl'))
      const resumed = await runCli(['train', '--resume', 'run', '--epochs', '2'], { folder })
      expect(resumed.stderr).toMatch(/^Checkpoint run\/checkpoint\.safetensors is damaged: .*truncated/)
      expect(resumed.code).toBe(1)
      expect(await readFile(join(folder, 'run', 'metrics.jsonl'))).toEqual(before)
      const evaluated = await runCli(['evaluate', 'run'], { folder })
      expect(evaluated.stderr).toMatch(/^Cannot read model run\/model\.safetensors: .*truncated/)
      expect(evaluated.code).toBe(1)
    })
  }, 60_000)

  it('prints its stack trace with --debug', async () => {
    await inTemporaryFolder(async (folder) => {
      const { stderr, code } = await runCli(['--debug', 'evaluate', 'nothing'], { folder })
      expect(code).toBe(1)
      expect(stderr).toMatch(/\n\s+at /)
    })
  })

  it('prints the help if it is a missing command', async () => {
    await inTemporaryFolder(async (folder) => {
      const { stderr, code } = await runCli([], { folder })
      expect(code).toBe(2)
      expect(stderr).toContain('Usage: tunekit')
    })
  })
})

/** Creates folders with typical mistakes in their data. */
async function prepare(folder: string): Promise<void> {
  for (const name of ['empty', 'taken']) await mkdir(join(folder, name))
  await writeData(join(folder, 'sound'), soundImages)
}

/** Creates the four files of a dataset with one training image and one test image, with the given file of training images. */
async function writeData(folder: string, trainImages: Uint8Array): Promise<void> {
  await mkdir(folder)
  const labels = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 1, 0)
  const contents = {
    'train-images-idx3-ubyte': trainImages,
    'train-labels-idx1-ubyte': labels,
    't10k-images-idx3-ubyte': soundImages,
    't10k-labels-idx1-ubyte': labels,
  }
  for (const [name, bytes] of Object.entries(contents)) await writeFile(join(folder, name), bytes)
}
