import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { makeFolder } from '../src/run/make-folder.ts'
import { readRunConfig } from '../src/run/run-config.ts'
import { lockRun, runFolder } from '../src/run/run-folder.ts'
import { inTemporaryFolder, runCli } from './run-cli.ts'
import { cyclicLabels, writeTinyData } from './tiny-data.ts'
import { resumeInProcess, trainInProcess } from './train-in-process.ts'

const splits = { train: cyclicLabels(40), test: cyclicLabels(20) }

describe('a run', () => {
  it('records its start time, command line and data', async () => {
    await inTemporaryFolder(async (folder) => {
      await writeTinyData(join(folder, 'data'), splits)
      const before = Date.now()
      const { code } = await runCli(['train', '--data', './data', '--epochs', '1'], { folder })
      expect(code).toBe(0)
      const config = await readRunConfig(runFolder(join(folder, 'runs', '1')))
      expect(config).toMatchObject({
        formatVersion: 1,
        command: ['tunekit', 'train', '--data', './data', '--epochs', '1'],
        versions: { tunekit: expect.any(String), node: process.versions.node },
        options: { data: join(folder, 'data') },
        dataset: { relativePath: join('..', '..', 'data') },
      })
      const startedAt = Date.parse(config.startedAt!)
      expect(startedAt).toBeGreaterThanOrEqual(before)
      expect(startedAt).toBeLessThanOrEqual(Date.now())
    })
  })

  it('can be evaluated and continued from any folder, and after it moved with its data', async () => {
    await inTemporaryFolder(async (folder) => {
      const [here, there] = [join(folder, 'here'), join(folder, 'there')]
      await writeTinyData(join(here, 'data', 'digits'), splits)
      const args = ['train', '--data', join('data', 'digits'), '--epochs', '1']
      await runCli(args, { folder: here })
      await mkdir(join(folder, 'elsewhere'))
      const evaluated = await runCli(['evaluate', '../here/runs/1'], { folder: join(folder, 'elsewhere') })
      expect(evaluated.stderr).toMatch(/^digits test, 20 images: /)
      await rename(here, there)
      const { summary } = await resumeInProcess(join(there, 'runs', '1'), 2)
      expect(summary.epochs).toBe(2)
    })
  })

  it('of the first version continues on the first images of sorted data', async () => {
    await inTemporaryFolder(async (folder) => {
      const labels = cyclicLabels(40).sort((a, b) => a - b)
      const data = await writeTinyData(join(folder, 'data'), { train: labels, test: labels })
      const args = [`--data=${data}`, '--limit-train=20', '--epochs=1']
      const { run } = await trainInProcess(join(folder, 'run'), args)
      const config = JSON.parse(await readFile(run.config, 'utf8')) as Record<string, object>
      const { limits, ...options } = config['options'] as { limits: string }
      expect(limits).toBe('balanced')
      const { name, sha256 } = config['dataset'] as { name: string; sha256: object }
      const first = { options, versions: config['versions'], dataset: { name, sha256 } }
      await writeFile(run.config, JSON.stringify(first))
      await rm(run.checkpoint)
      await rm(run.metrics)
      const old = await resumeInProcess(run.path)
      // The first images are of two of the four classes, so the model has not learned the other two.
      expect(old.summary.testAccuracy).toBeLessThanOrEqual(0.5)
    })
  })

  it('with a damaged file is rejected, with the name of the file and the key', async () => {
    await inTemporaryFolder(async (folder) => {
      await mkdir(join(folder, 'run'))
      await writeFile(join(folder, 'run', 'config.json'), '{}')
      for (const args of [
        ['train', '--resume', 'run'],
        ['evaluate', 'run'],
      ]) {
        const { stderr, code } = await runCli(args, { folder })
        expect(stderr).toBe('Cannot read run/config.json: `options` must be an object, got nothing.\n')
        expect(code).toBe(1)
      }
    })
  })
})

describe('a run folder', () => {
  it('is used by one process at a time, and is free after a kill', async () => {
    await inTemporaryFolder(async (folder) => {
      const data = await writeTinyData(join(folder, 'data'), splits)
      const args = ['--batch-size=8', `--data=${data}`]
      const whole = await trainInProcess(join(folder, 'whole'), [...args, '--epochs=40'])
      let second: Promise<{ stderr: string; code: number | null }> | undefined
      const first = await runCli(['train', ...args, '--epochs', '4000', '--out', 'run'], {
        folder,
        watch(child, stderr) {
          if (!stderr.includes('Epoch: 1 ') || second) return
          second = runCli(['train', '--resume', 'run'], { folder })
          void second.then(() => child.kill('SIGKILL'))
        },
      })
      expect(first.code).toBeNull()
      const { stderr, code } = (await second)!
      expect(stderr).toMatch(/^Run run is in use by process \d+\. Wait for it, or stop it\.\n$/)
      expect(code).toBe(1)
      expect(existsSync(join(folder, 'run', 'run.lock'))).toBe(true)
      await writeFile(join(folder, 'run', 'checkpoint.safetensors.0f-1.tmp'), 'half')
      const epochs = (await readFile(join(folder, 'run', 'metrics.jsonl'), 'utf8')).split('\n').length
      const resumed = await resumeInProcess(join(folder, 'run'), epochs)
      expect(resumed.records.map(({ epoch }) => epoch)).toEqual([...Array(epochs + 1).keys()])
      const names = await readdir(join(folder, 'run'))
      expect(names.filter((name) => /tmp|lock/.test(name))).toEqual([])
      expect(whole.records[1]).toMatchObject({ train: resumed.records[1].train! })
    })
  }, 60_000)

  it('of a trial can be continued only by its study', async () => {
    await inTemporaryFolder(async (folder) => {
      const { run } = await trainInProcess(join(folder, 'run'), [
        `--data=${await writeTinyData(join(folder, 'data'), splits)}`,
        '--epochs=1',
      ])
      await mkdir(join(folder, 'study', 'trials'), { recursive: true })
      await writeFile(join(folder, 'study', 'journal.log'), '')
      await cp(run.path, join(folder, 'study', 'trials', '0'), { recursive: true })
      const trial = join('study', 'trials', '0')
      const { stderr, code } = await runCli(['train', '--resume', trial, '--epochs', '2'], { folder })
      expect(stderr).toMatch(
        /^study\/trials\/0 is a trial of the study study, whose journal would not record/,
      )
      expect(code).toBe(2)
    })
  })

  it('cannot be prepared again while this process uses it', async () => {
    await inTemporaryFolder(async (folder) => {
      const lock = lockRun(runFolder(folder))
      expect(() => lockRun(runFolder(folder))).toThrow(`Run ${folder} is in use by this process`)
      lock.release()
      lockRun(runFolder(folder)).release()
    })
  })

  it('has a new number, even after an earlier folder was deleted', async () => {
    await inTemporaryFolder(async (folder) => {
      const parent = join(folder, 'runs')
      const make = (): Promise<string> => makeFolder(parent, undefined, 'its run')
      expect([await make(), await make(), await make()].map((path) => path.slice(-1))).toEqual([
        '1',
        '2',
        '3',
      ])
      await rm(join(parent, '1'), { recursive: true })
      await rm(join(parent, '2'), { recursive: true })
      await mkdir(join(parent, '007'))
      await mkdir(join(parent, 'best'))
      expect(await make()).toBe(join(parent, '4'))
    })
  })

  it('is removed if the start fails', async () => {
    await inTemporaryFolder(async (folder) => {
      await writeTinyData(join(folder, 'data'), { train: splits.train, test: [] })
      const { stderr, code } = await runCli(['train', '--data', 'data'], { folder })
      expect(stderr).toBe(
        'data has no test images: expected --validation, which holds out training images for the evaluation, ' +
          'or --no-test.\n',
      )
      expect(code).toBe(2)
      expect(await readdir(folder)).toEqual(['data'])
    })
  })
})

describe('under --permission', () => {
  it('tunekit prints that it cannot run', async () => {
    const bin = new URL('../bin/tunekit.js', import.meta.url).pathname
    const child = spawn(process.execPath, ['--permission', '--allow-fs-read=*', bin, 'data'])
    let stderr = ''
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(1)
    expect(stderr).toBe(
      'tunekit cannot run under --permission: it syncs what it writes, which that mode forbids. Run it without.\n',
    )
  })
})
