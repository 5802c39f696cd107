import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { backend, matMul, ones, removeBackend } from '@tensorflow/tfjs-core'
import { trainOptionsCommand } from '../src/options/train-command.ts'
import { resolveTrainConfig } from '../src/options/train-config.ts'
import { createRunFolder } from '../src/run/run-folder.ts'
import { prepareRun } from '../src/train/prepare-run.ts'
import { trainInFolder } from '../src/train/train-in-folder.ts'
import { useBackend } from '../src/train/use-backend.ts'
import { inTemporaryFolder, runCli } from './run-cli.ts'
import { cyclicLabels, writeTinyData } from './tiny-data.ts'
import { trainInProcess } from './train-in-process.ts'
import type { Trained } from './train-in-process.ts'

/** The results of a run that an option can change. */
const results = {
  weights: ({ summary }: Trained) => summary.weightsSha256,
  trainLoss: ({ summary }: Trained) => summary.trainLoss,
  testLoss: ({ summary }: Trained) => summary.testLoss,
  validationLoss: ({ summary }: Trained) => summary.validationLoss,
}

/** Arguments that use an option, the result that they change, and further arguments of both runs. */
type Use = readonly [args: string, changes: keyof typeof results, others?: string]

const uses: Readonly<Record<string, Use>> = {
  preset: ['--preset=post', 'weights', '--optimizer=adamW'],
  data: ['--data=other', 'weights'],
  'limit-train': ['--limit-train=32', 'weights'],
  'limit-test': ['--limit-test=8', 'testLoss'],
  validation: ['--validation=12', 'weights'],
  'split-seed': ['--split-seed=1', 'validationLoss', '--validation=12'],
  'evaluate-train': ['--evaluate-train=8', 'trainLoss'],
  'no-test': ['--no-test', 'testLoss'],
  epochs: ['--epochs=2', 'weights'],
  'batch-size': ['--batch-size=9', 'weights'],
  seed: ['--seed=2', 'weights'],
  optimizer: ['--optimizer=adamW', 'weights', '--optimizer=adam --learning-rate=0.01'],
  'optimizer-options': ['--optimizer-options={"rectify":true,"biasCorrection":true}', 'weights'],
  formulas: ['--formulas=paper', 'weights'],
  'learning-rate': ['--learning-rate=0.01', 'weights'],
  l2: ['--l2=0.1', 'weights'],
  'weight-decay': ['--weight-decay=0.1', 'weights'],
  momentum: ['--momentum=0.9', 'weights', '--optimizer=sgd'],
  nesterov: ['--nesterov', 'weights', '--optimizer=sgd --momentum=0.9'],
  beta1: ['--beta1=0.5', 'weights'],
  beta2: ['--beta2=0.5', 'weights'],
  epsilon: ['--epsilon=0.1', 'weights'],
  activation: ['--activation=tanh', 'weights'],
  pooling: ['--pooling=average', 'weights'],
  padding: ['--padding=same', 'weights'],
  filters: ['--filters=4,8', 'weights'],
  'kernel-size': ['--kernel-size=3', 'weights'],
  units: ['--units=20,10', 'weights'],
  backend: ['--backend=cpu', 'weights', '--limit-train=16'],
  'evaluation-batch-size': ['--evaluation-batch-size=7', 'trainLoss'],
}

/** Options that change no result. Each has its own test here or in train.test.ts. */
const others = ['threads', 'checkpoint-every', 'out', 'resume', 'json']

async function inDataFolder(use: (folder: string) => Promise<void>): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    await writeTinyData(join(folder, 'data'), { train: cyclicLabels(61), test: cyclicLabels(21) })
    await writeTinyData(join(folder, 'other'), { train: cyclicLabels(53), test: cyclicLabels(21) })
    await use(folder)
  })
}

function small(folder: string, ...args: readonly string[]): string[] {
  const given = ['--data=data', '--epochs=1', '--batch-size=8', '--seed=1', ...args]
  return given.map((arg) => arg.replace('--data=', `--data=${folder}/`))
}

describe('an option of tunekit train', () => {
  it('has its test', () => {
    const flags = trainOptionsCommand().options.map(({ long }) => long!.slice(2))
    expect([...Object.keys(uses), ...others].sort()).toEqual(flags.sort())
  })

  it.each(Object.entries(uses))('changes the run: --%s', async (_, [arg, changes, rest = '']) => {
    await inDataFolder(async (folder) => {
      const before = small(folder, ...rest.split(' ').filter(Boolean))
      const without = await trainInProcess(join(folder, 'without'), before)
      const after = [...before, ...small(folder, arg).slice(4)]
      const withIt = await trainInProcess(join(folder, 'with'), after)
      expect(results[changes](withIt)).not.toEqual(results[changes](without))
    })
  })

  it('sets the number of threads: --threads', async () => {
    for (const threads of [1, 2]) {
      removeBackend('simd')
      await useBackend('simd', threads)
      const simd = backend() as unknown as { runningThreads: number }
      const large = ones([512, 512])
      for (let tries = 0; tries < 100 && simd.runningThreads < 2; tries++) {
        matMul(large, large).dispose()
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
      expect(simd.runningThreads).toBe(threads)
    }
    removeBackend('simd')
  })

  it('sets when checkpoints are written: --checkpoint-every', async () => {
    await inDataFolder(async (folder) => {
      for (const every of [1, 2]) {
        const run = await createRunFolder(join(folder, `run-${every}`))
        const training = await prepareRun(
          resolveTrainConfig({ data: join(folder, 'data'), epochs: 3, checkpointEvery: every }),
          { command: [], makeFolder: async () => run },
        )
        const written: boolean[] = []
        await trainInFolder(training, { onEpoch: () => written.push(existsSync(run.checkpoint)) })
        // The checkpoint of an epoch is written after the event of the epoch.
        expect(written).toEqual([false, false, every === 1, true])
        expect(existsSync(run.checkpoint)).toBe(true)
      }
    })
  })
})

describe('an option of tunekit train that has no effect', () => {
  it.each([
    ['--split-seed 1', /^--split-seed has no effect without --validation: expected both, or neither\.$/m],
    ['--limit-test 8 --no-test', /^--limit-test has no effect with --no-test/],
    ['--threads 2 --backend cpu', /^--threads is an option of --backend simd/],
    ['--optimizer lamb --preset post', /^Flux 0\.12\.4 has no lamb, .* expected --formulas paper, or one of/],
    ['--optimizer muon --formulas flux', /^Flux 0\.12\.4 has no muon/],
    ['--optimizer sgd --nesterov', /^`nesterov` requires momentum/],
  ])('is rejected, without a folder: %s', async (args, message) => {
    await inTemporaryFolder(async (folder) => {
      const { stderr, code } = await runCli(['train', ...args.split(' ')], { folder })
      expect(stderr).toMatch(message)
      expect(code).toBe(2)
      expect(existsSync(join(folder, 'runs'))).toBe(false)
    })
  })
})
