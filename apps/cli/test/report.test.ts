import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { encodeIdx } from '@tunekit/mnist'
import { inTemporaryFolder, runCli } from './run-cli.ts'
import type { Result } from './run-cli.ts'
import { fourTrials, readStudy, sweepFile, writeSweep } from './studies.ts'

async function run(folder: string, args: string): Promise<Result> {
  const result = await runCli(args.split(' '), { folder })
  if (result.code !== 0) throw new Error(`tunekit ${args} ended with ${result.code}: ${result.stderr}`)
  return result
}

/** Writes a dataset of noise in ten classes. */
async function writeOwnData(folder: string): Promise<void> {
  await mkdir(folder)
  for (const [name, size] of [
    ['train', 640],
    ['t10k', 64],
  ] as const) {
    const pixels = Uint8Array.from({ length: size * 784 }, (_, index) => (index * 7919) % 251)
    const labels = Uint8Array.from({ length: size }, (_, index) => index % 10)
    await writeFile(
      join(folder, `${name}-images-idx3-ubyte`),
      encodeIdx({ shape: [size, 28, 28], data: pixels }),
    )
    await writeFile(join(folder, `${name}-labels-idx1-ubyte`), encodeIdx({ shape: [size], data: labels }))
  }
}

/** Returns a page, after checking that it loads nothing. */
async function readPage(path: string): Promise<string> {
  const page = await readFile(path, 'utf8')
  expect(page).toMatch(/^<!doctype html>/i)
  expect(page).not.toMatch(/(?:src|href)="https?:[^"]*\.(?:js|css|png|svg)"/)
  return page
}

describe('tunekit report', () => {
  it('groups runs that differ only in the seed, and writes charts and tables', async () => {
    await inTemporaryFolder(async (folder) => {
      const train = 'train --limit-train 320 --limit-test 64 --epochs 1'
      await run(folder, `${train} --seed 1`)
      await run(folder, `${train} --seed 2`)
      await run(folder, `${train} --batch-size 16`)
      const { stderr } = await run(
        folder,
        'report runs/1 runs/2 runs/3 -o pages/runs.html --assets pages/assets',
      )
      expect(stderr).toMatch(
        /^Report: pages\/runs\.html\nCharts and tables: \d+ charts and report\.md in pages\/assets\n$/,
      )
      const page = await readPage(join(folder, 'pages', 'runs.html'))
      expect(page).toContain('batch size 32')
      expect(page).toContain('batch size 16')
      const assets = await readdir(join(folder, 'pages', 'assets'))
      const table = await readFile(join(folder, 'pages', 'assets', 'report.md'), 'utf8')
      expect(table).toMatch(
        /^Measured: final test accuracy; epochs: 1; training images: 320; test images: 64/m,
      )
      const images = [...table.matchAll(/[\w-]+\.svg/g)].map(([name]) => name)
      expect(images.length).toBeGreaterThan(2)
      for (const image of images) expect(assets).toContain(image)
      expect(existsSync(join(folder, 'report.html'))).toBe(false)

      const unwritable = await runCli(['report', 'runs/1', '-o', 'pages/runs.html/x.html'], { folder })
      expect(unwritable.stderr).toMatch(/^Cannot write pages\/runs\.html\/x\.html: E.*\n$/)
      expect(unwritable.code).toBe(1)
      await run(folder, 'report runs/1')
      await readPage(join(folder, 'report.html'))
    })
  }, 60_000)

  it('shows an interrupted study, and a study together with runs', async () => {
    await inTemporaryFolder(async (folder) => {
      await writeSweep(folder, fourTrials)
      let isSent = false
      await runCli(['sweep', 'sweep.yaml', '--workers', '2'], {
        folder,
        watch: (child, stderr) => {
          if (!isSent && /Trial \d+ .*complete/.test(stderr)) isSent = child.kill('SIGKILL')
        },
      })
      const states = readStudy(join(folder, 'studies', '1')).trials.map(({ state }) => state)
      expect(states).toEqual(expect.arrayContaining(['complete', 'running']))
      await run(folder, 'train --limit-train 320 --limit-test 64 --epochs 1')
      await run(folder, 'report studies/1 runs/1 --assets assets')
      expect(await readPage(join(folder, 'report.html'))).toContain('learning-rate')
    })
  }, 60_000)

  it('shows a study without a complete trial', async () => {
    await inTemporaryFolder(async (folder) => {
      await writeSweep(
        folder,
        sweepFile(['method: grid'], ['optimizer: {value: adam}', 'momentum: {values: [0.5]}']),
      )
      await runCli(['sweep', 'sweep.yaml'], { folder })
      await run(folder, 'report studies/1 --assets assets')
      expect(await readPage(join(folder, 'report.html'))).toContain('failed')
    })
  }, 60_000)

  it('marks a stopped run, and notes that its images are missing', async () => {
    await inTemporaryFolder(async (folder) => {
      await writeOwnData(join(folder, 'data'))
      let isSent = false
      const args = ['train', '--data', 'data', '--epochs', '500', '--out', 'my run']
      const { code } = await runCli(args, {
        folder,
        watch: (child, stderr) => {
          if (!isSent && existsSync(join(folder, 'my run', 'checkpoint.safetensors')))
            isSent = child.kill('SIGINT')
          expect(stderr).not.toContain('Error')
        },
      })
      expect(code).toBe(130)
      await rename(join(folder, 'data'), join(folder, 'elsewhere'))
      const report = await runCli(['report', 'my run', '--assets', 'assets'], { folder })
      expect(report.code).toBe(0)
      const page = await readPage(join(folder, 'report.html'))
      expect(page).toMatch(/my run \(interrupted after epoch \d+ of 500\)/)
      expect(page).toContain('Cannot find the dataset')
      expect(page).not.toContain('id="mistakes"')
      const table = await readFile(join(folder, 'assets', 'report.md'), 'utf8')
      expect(table).toMatch(/^\| my run \(interrupted after epoch \d+ of 500\) \|/m)
    })
  }, 60_000)

  it('shows two studies of the same name, each by its own metric', async () => {
    await inTemporaryFolder(async (folder) => {
      const grid = ['method: grid', 'repeats: 2']
      await writeSweep(folder, sweepFile(grid, ['batch-size: {values: [16, 32]}']))
      await run(folder, 'sweep sweep.yaml --out byAccuracy')
      const loss = 'metric: {name: validation.loss, goal: minimize}'
      await writeSweep(folder, sweepFile([...grid, loss], ['batch-size: {values: [16, 32]}']))
      await run(folder, 'sweep sweep.yaml --out byLoss')
      await run(folder, 'report byLoss --assets assets')
      const alone = await readFile(join(folder, 'assets', 'report.md'), 'utf8')
      const means = [...alone.matchAll(/^\| batch-size \d+ \| 2 \| ([\d.]+)/gm)].map(([, mean]) =>
        Number(mean),
      )
      expect(means).toHaveLength(2)
      expect(means[0]).toBeLessThan(means[1])
      expect(alone).toContain(
        'Measured: final validation loss; epochs: 2; training images: 500; validation images: 100',
      )
      expect(alone).not.toContain('final validation accuracy')

      await run(folder, 'report byAccuracy byLoss')
      const page = await readPage(join(folder, 'report.html'))
      expect(page).toContain('Study: byAccuracy')
      expect(page).toContain('Study: byLoss')
      expect(page).toContain('Results by validation accuracy')
      expect(page).toContain('Results by validation loss')
      expect(page).toContain('byLoss: batch-size 16')

      await rm(join(folder, 'byLoss', 'trials', '0'), { recursive: true })
      await run(folder, 'report byLoss')
      expect(await readPage(join(folder, 'report.html'))).toContain(
        'sweep: 1 configuration is left out because run folders are missing.',
      )
    })
  }, 120_000)

  it("shows the complete configurations of an interrupted reproduction, without the post's figures", async () => {
    await inTemporaryFolder(async (folder) => {
      const args = 'reproduce --only optimizer --seeds 1 --limit-train 300 --epochs 1 --workers 1 --out study'
      await runCli(args.split(' '), {
        folder,
        watch: (child, stderr) => {
          if (/Trial 0 .*complete/.test(stderr)) child.kill('SIGKILL')
        },
      })
      await run(folder, 'report study')
      const page = await readPage(join(folder, 'report.html'))
      expect(page).toContain('How My LeNet Achieves 99% Accuracy')
      expect(page).toContain('these runs had 1 epoch, 300 training images.')
      expect(page).not.toContain('99.05')
      expect(page).toContain('L2 1e-6')
    })
  }, 60_000)
})
