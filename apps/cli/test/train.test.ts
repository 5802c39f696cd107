import { createHash } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { inTemporaryFolder, runCli } from './run-cli.ts'

const small = ['--limit-train', '2000', '--limit-test', '500']

interface Summary {
  readonly run: string
  readonly testAccuracy: number
  readonly trainLoss: number
  readonly weightsSha256: string
  readonly [key: string]: unknown
}

async function train(folder: string, ...args: string[]): Promise<Summary> {
  const { stdout, stderr, code } = await runCli(['train', '--json', ...args], { folder })
  if (code !== 0) throw new Error(`tunekit train ended with ${code}: ${stderr}`)
  return JSON.parse(stdout) as Summary
}

describe('tunekit train', () => {
  it('reaches 97 % on the 10,000 test digits after one epoch over the 60,000', async () => {
    await inTemporaryFolder(async (folder) => {
      const { testAccuracy } = await train(folder, '--epochs', '1')
      expect(testAccuracy).toBeGreaterThan(0.97)
    })
  }, 120_000)

  it('gives the same bytes for the same seed, and different bytes for another seed', async () => {
    await inTemporaryFolder(async (folder) => {
      const hashes = []
      for (const seed of ['1', '1', '2']) {
        hashes.push((await train(folder, ...small, '--epochs', '1', '--seed', seed)).weightsSha256)
      }
      expect(hashes[1]).toBe(hashes[0])
      expect(hashes[2]).not.toBe(hashes[0])
    })
  }, 60_000)

  it('agrees with the stock cpu backend to 1e-4 in loss after 8 steps', async () => {
    await inTemporaryFolder(async (folder) => {
      const args = ['--epochs', '1', '--limit-train', '256', '--limit-test', '64']
      const simd = await train(folder, ...args)
      const cpu = await train(folder, ...args, '--backend', 'cpu')
      expect(Math.abs(simd.trainLoss - cpu.trainLoss)).toBeLessThan(1e-4)
    })
  }, 180_000)

  it('writes all results into the run folder, and its files agree', async () => {
    await inTemporaryFolder(async (folder) => {
      const { run, ...summary } = await train(folder, ...small, '--epochs', '2')
      expect(run).toBe(join('runs', '1'))
      const read = (name: string): Promise<Buffer> => readFile(join(folder, run, name))
      const names = (await readdir(join(folder, run))).map((name) => name.replace(/(tfevents)\..*/, '$1'))
      expect(names.sort()).toEqual([
        'checkpoint.safetensors',
        'config.json',
        'events.out.tfevents',
        'metrics.csv',
        'metrics.jsonl',
        'model.safetensors',
        'predictions.bin',
        'summary.json',
      ])
      expect(JSON.parse((await read('summary.json')).toString())).toEqual(summary)
      const records = (await read('metrics.jsonl'))
        .toString()
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
      expect(records.map(({ epoch, step }) => [epoch, step])).toEqual([
        [0, 0],
        [1, 63],
        [2, 126],
      ])
      expect(records.at(-1).test.accuracy).toBe(summary.testAccuracy)
      const model = await read('model.safetensors')
      const weights = model.subarray(model.length - 4 * 44426)
      expect(createHash('sha256').update(weights).digest('hex')).toBe(summary.weightsSha256)
      expect((await read('predictions.bin')).length).toBe(500)
      const config = JSON.parse((await read('config.json')).toString())
      expect(config.dataset.sha256['train images'] ?? Object.values(config.dataset.sha256)[0]).toMatch(
        /^[0-9a-f]{64}$/,
      )
      expect(config.options).toMatchObject({ batchSize: 32, epochs: 2, seed: 42, backend: 'simd' })
    })
  }, 60_000)

  it('evaluates on the first training images with --evaluate-train, and trains the same', async () => {
    await inTemporaryFolder(async (folder) => {
      const args = [...small, '--epochs', '1']
      const whole = await train(folder, ...args)
      const part = await train(folder, ...args, '--evaluate-train', '300')
      expect(part.weightsSha256).toBe(whole.weightsSha256)
      expect((300 * Number(part.trainAccuracy)) % 1).toBeCloseTo(0, 6)
      expect(part.trainLoss).not.toBe(whole.trainLoss)
      expect(part.testLoss).toBe(whole.testLoss)
    })
  }, 60_000)

  it('holds out the same validation images for every seed, and trains on the others', async () => {
    await inTemporaryFolder(async (folder) => {
      const args = [...small, '--epochs', '1', '--validation', '400']
      const read = (run: string, name: string): Promise<string> => readFile(join(folder, run, name), 'utf8')
      const { run, ...summary } = await train(folder, ...args, '--seed', '1')
      const [untrained, trained] = (await read(run, 'metrics.jsonl'))
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
      expect(trained.step).toBe(50) // 1600 images
      expect(trained.validation).toEqual({
        loss: summary.validationLoss,
        accuracy: summary.validationAccuracy,
      })
      expect((400 * trained.validation.accuracy) % 1).toBeCloseTo(0, 6)
      expect((1600 * trained.train.accuracy) % 1).toBeCloseTo(0, 6)
      expect(trained.validation.loss).toBeLessThan(untrained.validation.loss)
      expect(JSON.parse(await read(run, 'summary.json'))).toEqual(summary)
      expect(await read(run, 'metrics.csv')).toMatch(/,validation\/loss,validation\/accuracy,test\/loss,/)
      expect(JSON.parse(await read(run, 'config.json')).options).toMatchObject({
        validation: 400,
        splitSeed: 0,
      })

      // The loss of an untrained model on the validation images identifies them.
      const losses = []
      for (const seeds of [['1'], ['1', '--split-seed', '1'], ['1', '--limit-train', '1999']]) {
        const other = await train(folder, ...args, '--epochs', '0', '--seed', ...seeds)
        losses.push(other.validationLoss)
      }
      expect(losses[0]).toBe(untrained.validation.loss)
      expect(new Set(losses).size).toBe(3)
    })
  }, 60_000)

  it('does not evaluate on the test set with --no-test, and gives the same weights', async () => {
    await inTemporaryFolder(async (folder) => {
      const args = ['--limit-train', '2000', '--epochs', '1', '--validation', '400']
      const { testAccuracy, testLoss, ...tested } = await train(folder, ...args, '--limit-test', '500')
      expect([typeof testAccuracy, typeof testLoss]).toEqual(['number', 'number'])
      const untested = await train(folder, ...args, '--no-test')
      const { run } = untested
      expect({ ...untested, run: '', secondsPerEpoch: 0 }).toEqual({ ...tested, run: '', secondsPerEpoch: 0 })
      expect(await readdir(join(folder, run))).not.toContain('predictions.bin')
      const metrics = await readFile(join(folder, run, 'metrics.jsonl'), 'utf8')
      expect(metrics).not.toContain('"test"')
      const { stderr } = await runCli(['train', '--resume', run, '--epochs', '2'], { folder })
      expect(stderr).toMatch(/^Epoch: 2 .*\) {3}Validation: \([^()]*\)$/m)
      expect(stderr).toMatch(/^Validation accuracy \d+\.\d\d %, loss \d\.\d{4} \(epochs: 2/m)
    })
  }, 60_000)

  it('resumes on the same images', async () => {
    await inTemporaryFolder(async (folder) => {
      const args = [...small, '--validation', '400', '--split-seed', '7']
      const whole = await train(folder, ...args, '--epochs', '2', '--out', 'whole')
      await train(folder, ...args, '--epochs', '1', '--out', 'longer')
      const longer = await train(folder, '--resume', 'longer', '--epochs', '2')
      expect({ ...longer, run: '', secondsPerEpoch: 0 }).toEqual({ ...whole, run: '', secondsPerEpoch: 0 })
    })
  }, 60_000)

  it('prints one line per epoch in the format of the post, starting with the untrained model', async () => {
    await inTemporaryFolder(async (folder) => {
      const { stdout, stderr } = await runCli(['train', ...small, '--epochs', '1'], { folder })
      const number = String.raw`\d+(\.\d+)?`
      for (const epoch of [0, 1]) {
        const part = String.raw`\(loss = ${number}, acc = ${number}\)`
        expect(stderr).toMatch(new RegExp(`^Epoch: ${epoch}   Train: ${part}   Test: ${part}$`, 'm'))
      }
      expect(stdout).toBe('')
    })
  }, 60_000)

  it('ends with the weights of an uninterrupted run if killed in its second epoch and resumed', async () => {
    await inTemporaryFolder(async (folder) => {
      const args = [...small, '--epochs', '5']
      const whole = await train(folder, ...args, '--out', 'whole')
      const killed = await runCli(['train', ...args, '--out', 'killed'], {
        folder,
        watch: (child, stderr) => /Epoch: 1 /.test(stderr) && child.kill('SIGKILL'),
      })
      expect(killed.code).toBe(null)
      const resumed = await train(folder, '--resume', 'killed')
      expect({ ...resumed, run: '', secondsPerEpoch: 0 }).toEqual({ ...whole, run: '', secondsPerEpoch: 0 })
    })
  }, 60_000)

  it('saves and prints how to continue when SIGINT stops it within an epoch, and continues exactly', async () => {
    await inTemporaryFolder(async (folder) => {
      const args = ['--limit-train', '20000', '--limit-test', '200', '--epochs', '1']
      const whole = await train(folder, ...args, '--out', 'whole')
      const stopped = await runCli(['train', ...args, '--out', 'stopped'], {
        folder,
        watch: (child, stderr) => /Epoch: 0 /.test(stderr) && setTimeout(() => child.kill('SIGINT'), 300),
      })
      expect(stopped.code).toBe(130)
      expect(stopped.stderr).toContain('Continue it with:\n  npx tunekit train --resume stopped\n')
      const resumed = await train(folder, '--resume', 'stopped')
      expect(resumed.weightsSha256).toBe(whole.weightsSha256)
    })
  }, 60_000)

  it('continues a finished run to the result of a run with more epochs', async () => {
    await inTemporaryFolder(async (folder) => {
      const whole = await train(folder, ...small, '--epochs', '2', '--out', 'whole')
      await train(folder, ...small, '--epochs', '1', '--out', 'longer')
      const longer = await train(folder, '--resume', 'longer', '--epochs', '2')
      expect(longer.weightsSha256).toBe(whole.weightsSha256)
      const config = JSON.parse(await readFile(join(folder, 'longer', 'config.json'), 'utf8'))
      expect(config.options.epochs).toBe(2)
    })
  }, 60_000)

  it('keeps the options and schedules of a rule when a run is resumed', async () => {
    await inTemporaryFolder(async (folder) => {
      const schedule = { name: 'linear', from: 1e-3, to: 0, steps: 126 }
      const rule = ['--optimizer', 'lion', '--optimizer-options', JSON.stringify({ learningRate: schedule })]
      const whole = await train(folder, ...small, ...rule, '--epochs', '2', '--out', 'whole')
      await train(folder, ...small, ...rule, '--epochs', '1', '--out', 'longer')
      const { weightsSha256 } = await train(folder, '--resume', 'longer', '--epochs', '2')
      expect(weightsSha256).toBe(whole.weightsSha256)
      const { options } = JSON.parse(await readFile(join(folder, 'longer', 'config.json'), 'utf8'))
      expect(options.optimizer).toEqual({ name: 'lion', learningRate: schedule })
    })
  }, 60_000)

  it('saves the evaluated model if it is not the trained model, and continues with the trained model', async () => {
    await inTemporaryFolder(async (folder) => {
      const args = [
        ...small,
        '--optimizer',
        'scheduleFreeAdamW',
        '--learning-rate',
        '2.5e-3',
        '--epochs',
        '3',
      ]
      const whole = await train(folder, ...args, '--out', 'whole')
      expect(whole.testAccuracy).toBeGreaterThan(0.8)
      const { stdout } = await runCli(['evaluate', 'whole', '--limit', '500', '--json'], { folder })
      expect(JSON.parse(stdout).accuracy).toBe(whole.testAccuracy)
      const again = await train(folder, '--resume', 'whole')
      expect(again.weightsSha256).toBe(whole.weightsSha256)
      await runCli(['train', ...args, '--out', 'killed'], {
        folder,
        watch: (child, stderr) => /Epoch: 1 /.test(stderr) && child.kill('SIGKILL'),
      })
      const resumed = await train(folder, '--resume', 'killed')
      expect(resumed.weightsSha256).toBe(whole.weightsSha256)
    })
  }, 60_000)
})
