import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { inTemporaryFolder, runCli } from './run-cli.ts'

describe('tunekit evaluate', () => {
  it('finds what training reported, and a confusion matrix that adds up to it', async () => {
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
  it('takes the data that the run was trained on', async () => {
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

describe('tunekit data', () => {
  it('shows the digits that are built in, verified', async () => {
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
