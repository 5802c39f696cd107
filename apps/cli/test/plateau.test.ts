import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import type { MetricsRecord } from '@tunekit/metrics'
import { inTemporaryFolder } from './run-cli.ts'
import { cyclicLabels, writeTinyData } from './tiny-data.ts'
import { resumeInProcess, trainInProcess } from './train-in-process.ts'

const plateau = (options: object): string[] => [
  '--optimizer=sgd',
  `--optimizer-options=${JSON.stringify({ learningRate: { name: 'reduceOnPlateau', from: 0.2, factor: 0.5, patience: 0, ...options } })}`,
]

/** Returns the learning rates of a plateau with patience 0 that receives these metrics after each epoch, except epoch 0. */
function expectedRates(
  metrics: readonly number[],
  isBetter: (metric: number, best: number) => boolean,
): number[] {
  let [rate, best] = [0.2, metrics[1]]
  return metrics.map((metric, epoch) => {
    const now = rate
    if (epoch > 1 && !isBetter(metric, best)) rate /= 2
    else if (epoch > 0) best = metric
    return now
  })
}

const metricOf = (split: 'train' | 'validation', name: string) => (record: MetricsRecord) =>
  record[split]![name] as number

describe('reduceOnPlateau', () => {
  const splits = { train: cyclicLabels(60), test: cyclicLabels(20) }
  const small = ['--epochs=8', '--seed=1', '--batch-size=8']

  it.each([
    ['the loss on the training images', [], 'train', 'loss', {}],
    [
      'the loss on the validation images, where there are some',
      ['--validation=12'],
      'validation',
      'loss',
      {},
    ],
    ['the accuracy, where more is better', ['--validation=12'], 'validation', 'accuracy', { mode: 'max' }],
  ] as const)('goes by %s', async (_, args, split, name, options) => {
    await inTemporaryFolder(async (folder) => {
      const data = `--data=${await writeTinyData(join(folder, 'data'), splits)}`
      const { records } = await trainInProcess(join(folder, 'run'), [
        ...[data, ...small, ...args],
        ...plateau({ threshold: 0.2, ...options }),
      ])
      const isBetter = (metric: number, best: number): boolean =>
        name === 'loss' ? metric < 0.8 * best : metric > 1.2 * best
      const expected = expectedRates(records.map(metricOf(split, name)), isBetter)
      expect(new Set(expected).size).toBeGreaterThan(1)
      expect(records.map(({ learningRate }) => learningRate)).toEqual(expected)
    })
  })

  it('is part of the checkpoint: a resumed run ends with the weights of an uninterrupted run', async () => {
    await inTemporaryFolder(async (folder) => {
      const data = `--data=${await writeTinyData(join(folder, 'data'), splits)}`
      const args = [data, ...small, ...plateau({ threshold: 0.9, patience: 1 })]
      const whole = await trainInProcess(join(folder, 'whole'), args)
      const rates = whole.records.map(({ learningRate }) => learningRate)
      for (const epochs of [2, 5]) {
        const path = join(folder, `parts-${epochs}`)
        await trainInProcess(path, [...args, `--epochs=${epochs}`])
        const resumed = await resumeInProcess(path, 8)
        expect(resumed.records.map(({ learningRate }) => learningRate)).toEqual(rates)
        expect(resumed.summary.weightsSha256).toBe(whole.summary.weightsSha256)
      }
      expect(new Set(rates).size).toBeGreaterThan(1)
    })
  })

  it('changes the training steps on every backend', async () => {
    await inTemporaryFolder(async (folder) => {
      const data = `--data=${await writeTinyData(join(folder, 'data'), splits)}`
      const args = [
        data,
        ...small,
        '--epochs=5',
        '--limit-train=24',
        ...plateau({ threshold: 0.9, factor: 0.1 }),
      ]
      const simd = await trainInProcess(join(folder, 'simd'), args)
      const cpu = await trainInProcess(join(folder, 'cpu'), [...args, '--backend=cpu'])
      const constant = await trainInProcess(join(folder, 'constant'), [...args, ...plateau({ patience: 99 })])
      const losses = [simd, cpu, constant].map(({ summary }) => summary.trainLoss!)
      expect(Math.abs(losses[0] - losses[1])).toBeLessThan(1e-4)
      expect(Math.abs(losses[0] - losses[2])).toBeGreaterThan(1e-2)
    })
  }, 60_000)
})
