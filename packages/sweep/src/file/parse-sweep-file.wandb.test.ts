import { describe, expect, it } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { parseSweepFile } from './parse-sweep-file.ts'
import type { SweepFile } from './sweep-file.ts'
import { sweepStudyOptions } from './sweep-study-options.ts'

const fixture = (name: string): SweepFile => {
  const fileName = `${name}.yaml`
  return parseSweepFile(
    readFileSync(new URL(`../../test/fixtures/wandb/${fileName}`, import.meta.url), 'utf8'),
    {
      fileName,
    },
  )
}

/** Parses a random sweep with these lines. */
const sweep = (...lines: readonly string[]): SweepFile =>
  parseSweepFile(['method: random', 'metric: {name: loss}', ...lines].join('\n'))

describe('parseSweepFile, with files of W&B', () => {
  it('reads a grid', () => {
    expect(fixture('grid')).toEqual({
      name: 'grid over two',
      description: 'Every pair, once.',
      program: 'train.py',
      sampler: { type: 'grid', options: {} },
      metric: { name: 'val/accuracy', direction: 'maximize' },
      space: {
        batch_size: { kind: 'categorical', choices: [32, 64, 128] },
        optimizer: { kind: 'categorical', choices: ['adam', 'sgd'] },
        dropout: { kind: 'constant', value: 0.5 },
        use_bias: { kind: 'categorical', choices: [true, false] },
      },
      nested: [],
      floats: {},
      ignored: { entity: 'my-team', project: 'first-sweep' },
      warnings: [],
    })
  })

  it('reads every distribution', () => {
    const close = (value: number): unknown => expect.closeTo(value, 12)
    const { space, metric, warnings } = fixture('random')
    expect(metric).toEqual({ name: 'loss', direction: 'minimize' })
    expect(warnings).toEqual([])
    expect(space).toEqual({
      epochs: { kind: 'int', low: 5, high: 20, log: false, step: 1 },
      dropout: { kind: 'float', low: 0.1, high: 0.5, log: false },
      width: { kind: 'float', low: 1, high: 2, log: false },
      learning_rate: { kind: 'float', low: 0.0001, high: 0.1, log: true },
      weight_decay: { kind: 'float', low: close(0.0001), high: close(0.1), log: true },
      keep: { kind: 'float', low: 0.01, high: 0.5, log: true },
      decay: { kind: 'float', low: close(0.01), high: close(0.1), log: true },
      batch_size: { kind: 'int', low: 8, high: 96, log: false, step: 8 },
      momentum: { kind: 'float', low: 0.8, high: 0.95, log: false, step: 0.05 },
      units: { kind: 'int', low: 1, high: 512, log: true, step: 1 },
      hidden: { kind: 'int', low: 1, high: 148, log: true, step: 1 },
      noise: { kind: 'normal', mean: 100, standardDeviation: 10, log: false },
      jitter: { kind: 'normal', mean: 0, standardDeviation: 1, log: false, step: 0.5 },
      scale: { kind: 'normal', mean: 0, standardDeviation: 0.5, log: true },
      steps: { kind: 'normal', mean: 3, standardDeviation: 1, log: true, step: 1 },
      activation: { kind: 'categorical', choices: ['relu', 'tanh'], probabilities: [0.9, 0.1] },
      fixed: { kind: 'constant', value: null },
    })
  })

  it("reads bayes as TPE, and early_terminate as W&B's own rule", () => {
    expect(fixture('bayes')).toMatchObject({
      sampler: { type: 'tpe', options: {} },
      metric: { name: 'validation_loss', direction: 'minimize', target: 0.05 },
      pruner: { type: 'wandb-hyperband', options: { minIter: 3 } },
      runCap: 50,
    })
  })

  it('flattens nested parameters', () => {
    const { space, nested } = fixture('nested')
    expect(Object.keys(space)).toEqual(['optimizer.learning_rate', 'optimizer.schedule.warmup', 'batch_size'])
    expect(nested).toEqual(['optimizer', 'optimizer.schedule'])
  })

  it('reads a command, with numbers as words', () => {
    expect(fixture('command').command).toEqual([
      ...['${env}', 'python3', '${program}', '-u', '${args_no_boolean_flags}', '--seed', '7'],
    ])
  })

  it('reads every key of early_terminate; max_iter with s wins over min_iter', () => {
    const read = (keys: string): SweepFile =>
      sweep(`early_terminate: {type: hyperband, ${keys}}`, 'parameters: {a: {value: 1}}')
    const { pruner } = read('min_iter: 2, max_iter: 27, s: 2, eta: 2.5, strict: false')
    expect(pruner).toEqual({
      type: 'wandb-hyperband',
      options: { maxIter: 27, s: 2, eta: 2.5, strict: false },
    })
    expect(sweepStudyOptions(read('max_iter: 9, s: 1')).pruner).toMatchObject({
      name: 'wandbHyperband',
      options: { maxIter: 9, s: 1, eta: 3, strict: true },
    })
    expect(read('min_iter: 2, max_iter: 27').pruner?.options).toEqual({ minIter: 2 })
  })
})
