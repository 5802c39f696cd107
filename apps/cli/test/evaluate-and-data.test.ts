import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { encodeIdx } from '@tunekit/mnist'
import { dataCommand } from '../src/commands/data.ts'
import { evaluateCommand } from '../src/commands/evaluate.ts'
import { inTemporaryFolder, runCli } from './run-cli.ts'
import type { Result } from './run-cli.ts'
import { cyclicLabels, writeTinyData } from './tiny-data.ts'
import { trainInProcess } from './train-in-process.ts'

describe('tunekit evaluate', () => {
  it('agrees with the training, and with its confusion matrix', async () => {
    await inTemporaryFolder(async (folder) => {
      const small = ['--limit-train', '3000', '--limit-test', '700', '--epochs', '1']
      const trained = JSON.parse((await runCli(['train', '--json', ...small], { folder })).stdout)
      const { stdout } = await runCli(['evaluate', 'runs/1', '--limit', '700', '--json'], { folder })
      const { accuracy, loss, count, confusion } = JSON.parse(stdout)
      expect({ accuracy, loss, count }).toEqual({
        accuracy: trained.testAccuracy,
        loss: trained.testLoss,
        count: 700,
      })
      const diagonal = confusion.reduce((sum: number, row: number[], i: number) => sum + row[i], 0)
      expect(diagonal / 700).toBeCloseTo(accuracy, 10)
    })
  }, 60_000)
})

describe('tunekit evaluate of a run', () => {
  it("evaluates on the run's own images and agrees with its summary to the last bit", async () => {
    await inTemporaryFolder(async (folder) => {
      const sorted = (size: number): number[] => cyclicLabels(size).sort((a, b) => a - b)
      const data = await writeTinyData(join(folder, 'data'), { train: sorted(101), test: sorted(50) })
      const limits = ['--limit-train=80', '--validation=23', '--evaluate-train=31', '--limit-test=17']
      const { summary } = await trainInProcess(join(folder, 'run'), [
        `--data=${data}`,
        ...limits,
        '--epochs=2',
      ])
      const expected = {
        train: { accuracy: summary.trainAccuracy, loss: summary.trainLoss, images: 31, of: 101 },
        validation: {
          accuracy: summary.validationAccuracy,
          loss: summary.validationLoss,
          images: 23,
          of: 23,
        },
        test: { accuracy: summary.testAccuracy, loss: summary.testLoss, images: 17, of: 50 },
      }
      for (const [split, figures] of Object.entries(expected)) {
        const { stdout, stderr } = await runCli(['evaluate', 'run', '--split', split, '--json'], { folder })
        expect(JSON.parse(stdout)).toMatchObject({ model: 'run', data: 'data', split, ...figures })
        const counted = figures.images < figures.of ? `${figures.images} of ${figures.of}` : figures.images
        expect(stderr).toMatch(new RegExp(`^data ${split}, ${counted} images: loss `))
      }
      const limited = await runCli(['evaluate', 'run', '--limit', '8', '--json'], { folder })
      expect(JSON.parse(limited.stdout)).toMatchObject({ images: 8, of: 50 })
      expect(JSON.parse(limited.stdout).perClass.map(({ support }: { support: number }) => support)).toEqual([
        2, 2, 2, 2,
      ])
    })
  }, 60_000)

  it('evaluates on the test set of a run with --no-test, and names the splits that exist', async () => {
    await inTemporaryFolder(async (folder) => {
      const data = await writeTinyData(join(folder, 'data'), {
        train: cyclicLabels(40),
        test: cyclicLabels(20),
      })
      await trainInProcess(join(folder, 'run'), [`--data=${data}`, '--no-test', '--epochs=1'])
      const { stdout } = await runCli(['evaluate', 'run', '--json'], { folder })
      expect(JSON.parse(stdout)).toMatchObject({ split: 'test', images: 20, of: 20 })
      const { stderr, code } = await runCli(['evaluate', 'run', '--split', 'validation'], { folder })
      expect(stderr).toBe('The run has no validation images: expected --split train or test, or --data.\n')
      expect(code).toBe(2)
      const other = ['evaluate', 'run', '--data', 'data', '--split', 'validation']
      expect((await runCli(other, { folder })).stderr).toMatch(/^Only a run has validation images/)
    })
  }, 60_000)

  it('explains why a path cannot be evaluated', async () => {
    await inTemporaryFolder(async (folder) => {
      const data = await writeTinyData(join(folder, 'data'), {
        train: cyclicLabels(40),
        test: cyclicLabels(20),
      })
      const { run } = await trainInProcess(join(folder, 'run'), [`--data=${data}`, '--epochs=1'])
      await rm(run.model)
      await mkdir(join(folder, 'study'))
      await writeFile(join(folder, 'study', 'journal.log'), '')
      const messages = {
        run: /^run has no model\.safetensors: its training has not ended\. Continue it with/,
        'run/checkpoint.safetensors': /The file is a checkpoint, which only tunekit train --resume reads/,
        study: /^study is a study: evaluate a trial of it, such as study\/trials\/0\.$/m,
      }
      for (const [path, message] of Object.entries(messages)) {
        const { stderr, code } = await runCli(['evaluate', path], { folder })
        expect(stderr).toMatch(message)
        expect(code).toBe(1)
      }
    })
  }, 60_000)

  it('uses the data that the run was trained on', async () => {
    await inTemporaryFolder(async (folder) => {
      await mkdir(join(folder, 'shapes'))
      const images = Uint8Array.of(
        0,
        0,
        8,
        3,
        0,
        0,
        0,
        2,
        0,
        0,
        0,
        16,
        0,
        0,
        0,
        16,
        ...Array<number>(512).fill(9),
      )
      const labels = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 0, 1)
      for (const set of ['train', 't10k']) {
        await writeFile(join(folder, 'shapes', `${set}-images-idx3-ubyte`), images)
        await writeFile(join(folder, 'shapes', `${set}-labels-idx1-ubyte`), labels)
      }
      await runCli(['train', '--data', './shapes', '--epochs', '1'], { folder })
      const { stdout, code } = await runCli(['evaluate', 'runs/1', '--json'], { folder })
      expect(code).toBe(0)
      expect(JSON.parse(stdout)).toMatchObject({ count: 2 })
    })
  }, 30_000)
})

describe('an option of tunekit evaluate or tunekit data', () => {
  it('changes the result, or is rejected', async () => {
    await inTemporaryFolder(async (folder) => {
      const test = cyclicLabels(23)
      await writeTinyData(join(folder, 'data'), { train: cyclicLabels(40), test })
      await writeTinyData(join(folder, 'other'), { train: cyclicLabels(40), test: test.slice(1) })
      await trainInProcess(join(folder, 'run'), [`--data=${join(folder, 'data')}`, '--epochs=1'])
      const evaluate = async (...args: string[]): Promise<Result> =>
        runCli(['evaluate', 'run', '--json', ...args], { folder })
      const { stdout: without } = await evaluate()
      const uses = {
        '--data': 'other',
        '--split': 'train',
        '--limit': '8',
        '--batch-size': '5', // another order of sums
      }
      const checked = Object.keys(uses).concat('--backend', '--threads', '--json').sort()
      expect(
        evaluateCommand()
          .options.map(({ long }) => long)
          .sort(),
      ).toEqual(checked)
      for (const args of Object.entries(uses)) {
        const { stdout, code } = await evaluate(...args)
        expect(code).toBe(0)
        expect(stdout).not.toBe(without)
      }
      expect((await evaluate('--threads', '2')).stdout).toBe(without)
      const threads = await evaluate('--threads', '2', '--backend', 'cpu')
      expect(threads.stderr).toBe(
        '--threads is an option of --backend simd: the cpu backend has one thread.\n',
      )
      expect((await runCli(['evaluate', 'run'], { folder })).stdout).toBe('')

      expect(dataCommand().options.map(({ long }) => long)).toEqual(['--cache', '--json'])
      const cached = await runCli(['data', 'data', '--cache', 'cache'], { folder })
      expect(cached.stderr).toBe('--cache has no effect on data, which is not downloaded.\n')
      expect(cached.code).toBe(2)
    })
  }, 60_000)
})

describe('data without a test set', () => {
  it.each([['--no-test'], ['--validation=8']])(
    'can be trained on with %s',
    async (option) => {
      await inTemporaryFolder(async (folder) => {
        const data = await writeTinyData(join(folder, 'data'), { train: cyclicLabels(40) })
        const { summary } = await trainInProcess(join(folder, 'run'), [
          `--data=${data}`,
          option,
          '--epochs=1',
        ])
        expect(summary.testAccuracy).toBeUndefined()
        expect(summary.trainAccuracy).toBeDefined()
        expect(summary.validationAccuracy === undefined).toBe(option === '--no-test')
        const { stderr } = await runCli(['evaluate', 'run'], { folder })
        expect(stderr).toMatch(/^The run has no test images: expected --split train/)
        const shown = await runCli(['data', 'data'], { folder })
        expect(shown.stderr).toContain('  no test images\n')
        expect(shown.code).toBe(0)
      })
    },
    60_000,
  )
})

describe('data with classes without training images', () => {
  it('can be trained on, with a warning that names the classes', async () => {
    await inTemporaryFolder(async (folder) => {
      const train = cyclicLabels(40).map((label) => (label === 1 ? 5 : label))
      await writeTinyData(join(folder, 'data'), { train, test: cyclicLabels(20) })
      const { stderr, code } = await runCli(['train', '--data', 'data', '--epochs', '0'], { folder })
      expect(stderr).toContain(
        '2 of 6 classes have no training images, so the model cannot learn them: 1, 4. Labels should be numbered ' +
          'from 0 without gaps.\n',
      )
      expect(code).toBe(0)
    })
  }, 30_000)

  it('has at most 256 classes', async () => {
    await inTemporaryFolder(async (folder) => {
      const data = await writeTinyData(join(folder, 'data'), {
        train: cyclicLabels(40),
        test: cyclicLabels(20),
      })
      const labels = encodeIdx({
        shape: [40],
        data: Int32Array.from({ length: 40 }, (_, index) => 8 * index),
      })
      await writeFile(join(data, 'train-labels-idx1-ubyte'), labels)
      const { stderr, code } = await runCli(['train', '--data', 'data'], { folder })
      expect(stderr).toMatch(
        /Label of image 32 is out of range: expected an integer in \[0, 255\], got 256\.\n$/,
      )
      expect(code).toBe(1)
      expect(await readdir(folder)).toEqual(['data'])
    })
  }, 30_000)
})

describe('tunekit data', () => {
  it('verifies and shows the included digits', async () => {
    await inTemporaryFolder(async (folder) => {
      const { stdout, stderr, code } = await runCli(['data', '--json'], { folder })
      expect(code).toBe(0)
      const { files, train } = JSON.parse(stdout)
      expect(files.map(({ status }: { status: string }) => status)).toEqual(Array(4).fill('verified'))
      expect(train).toEqual({
        size: 60000,
        classCounts: [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949],
      })
      expect(Math.max(...stderr.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
    })
  }, 30_000)
})
