import { describe, expect, it } from '@jest/globals'
import { groupRuns, labelConfigurations } from '@tunekit/report'
import type { ReportGroup, RunData } from '@tunekit/report'
import { settingsOfRun } from './settings-of-run.ts'
import { parseTrainOptions, trainOptionsCommand } from './train-command.ts'
import { resolveTrainConfig } from './train-config.ts'
import type { TrainConfig } from './train-config.ts'

/** Options that do not affect the computation, and the seed, in which the runs of a group differ. */
const excluded = ['--seed', '--threads', '--out', '--resume', '--json']

/** Arguments that give every other option a value other than the default. */
const samples: Readonly<Record<string, readonly string[]>> = {
  '--preset': ['--preset=post', '--optimizer=adam'],
  '--data': ['--data=fashion-mnist'],
  '--limit-train': ['--limit-train=3000'],
  '--limit-test': ['--limit-test=300'],
  '--validation': ['--validation=500'],
  '--split-seed': ['--split-seed=3'],
  '--evaluate-train': ['--evaluate-train=100'],
  '--no-test': ['--no-test'],
  '--epochs': ['--epochs=3'],
  '--batch-size': ['--batch-size=64'],
  '--optimizer': ['--optimizer=adam'],
  '--optimizer-options': [
    '--optimizer-options={"learningRate":{"name":"cosine","from":0.01,"steps":100},"beta1":0.8}',
  ],
  '--formulas': ['--formulas=paper'],
  '--learning-rate': ['--learning-rate=0.001'],
  '--l2': ['--l2=0'],
  '--weight-decay': ['--weight-decay=0.01'],
  '--momentum': ['--optimizer=sgd', '--momentum=0.9'],
  '--nesterov': ['--optimizer=sgd', '--momentum=0.9', '--nesterov'],
  '--beta1': ['--beta1=0.8'],
  '--beta2': ['--beta2=0.99'],
  '--epsilon': ['--epsilon=1e-6'],
  '--activation': ['--activation=tanh'],
  '--pooling': ['--pooling=average'],
  '--padding': ['--padding=same'],
  '--filters': ['--filters=8,16'],
  '--kernel-size': ['--kernel-size=3'],
  '--units': ['--units=100,50'],
  '--backend': ['--backend=cpu'],
  '--evaluation-batch-size': ['--evaluation-batch-size=64'],
  '--checkpoint-every': ['--checkpoint-every=2'],
}

/** Returns the config of a run with these arguments, as read from its folder. */
function configOf(...args: readonly string[]): TrainConfig {
  return JSON.parse(JSON.stringify(resolveTrainConfig(parseTrainOptions(args)))) as TrainConfig
}

function labelsOf(...configs: readonly TrainConfig[]): string[] {
  const labels = labelConfigurations(configs.map((config) => settingsOfRun({ ...config })))
  for (const label of labels) {
    expect(label).not.toBe('')
    expect(label).not.toMatch(/object|links|chain|undefined|[a-z][A-Z](?!elief|rad|actor)/)
  }
  return labels
}

describe('settingsOfRun', () => {
  it('has a sample of every option', () => {
    const options = trainOptionsCommand().options.map(({ long }) => long!)
    expect(Object.keys(samples).sort()).toEqual(options.filter((name) => !excluded.includes(name)).sort())
  })

  it.each(Object.entries(samples))('tells runs apart that differ in %s', (_option, args) => {
    const [base, other] = labelsOf(configOf(), configOf(...args))
    expect(base).not.toBe(other)
  })

  it('tells all pairs of options apart', () => {
    const options = Object.values(samples)
    const pairs = options.flatMap((first, at) => options.slice(at + 1).map((second) => [...first, ...second]))
    const configs = [[], ...options, ...pairs].flatMap((args) => {
      try {
        return [configOf(...args)]
      } catch {
        return [] // an option that the other's optimizer does not have
      }
    })
    expect(configs.length).toBeGreaterThan(300)
    const distinct = new Map(configs.map((config) => [JSON.stringify(settingsOfRun({ ...config })), config]))
    expect(distinct.size).toBe(new Set(configs.map((config) => JSON.stringify(config))).size)
    const labels = labelsOf(...distinct.values())
    expect(new Set(labels).size).toBe(distinct.size)
  })

  it('uses the words of the options that were given', () => {
    expect(labelsOf(configOf(), configOf('--learning-rate=0.001'))).toEqual([
      'learning rate 0.0003',
      'learning rate 0.001',
    ])
    expect(labelsOf(configOf('--optimizer=adam'), configOf('--optimizer=sgd', '--momentum=0.9'))).toEqual([
      'optimizer adam, learning rate 0.001',
      'optimizer sgd, learning rate 0.1, momentum 0.9',
    ])
    expect(labelsOf(configOf('--batch-size=64', '--l2=0'), configOf('--padding=same'))).toEqual([
      'L2 0, batch size 64',
      'L2 0.000001, batch size 32, padding same',
    ])
    const sgd = ['--optimizer=sgd']
    expect(labelsOf(configOf(...sgd), configOf(...sgd, '--momentum=0.9'))).toEqual([
      'default momentum',
      'momentum 0.9',
    ])
    expect(labelsOf(configOf('--limit-train=3000'), configOf())).toEqual([
      'limit train 3000',
      'limit train all',
    ])
    expect(labelsOf(configOf(), configOf('--formulas=paper'))).toEqual(['formulas flux', 'formulas paper'])
  })

  it('returns options of another shape unchanged', () => {
    expect(settingsOfRun({ depth: 3, optimizer: { name: 'chain', links: [] } })).toMatchObject({
      depth: 3,
      optimizer: { name: 'chain' },
    })
  })
})

describe('groups of runs by their settings', () => {
  const groupsOf = (...runs: readonly RunData[]): ReportGroup[] =>
    groupRuns(runs, ({ options = {} }) => settingsOfRun(options))

  const run = (name: string, options: object, sha256 = 'a'): RunData => ({
    name,
    epochs: [],
    options: { ...options },
    dataset: { name: 'd', sha256: { 'train-images': sha256 } },
  })

  it('contain the runs that differ only in the seed or in the path of the same data', () => {
    const groups = groupsOf(
      run('a', configOf('--seed=1')),
      run('b', configOf('--seed=2', '--data=/elsewhere')),
      run('c', configOf('--seed=2', '--optimizer=adam', '--l2=1e-6', '--learning-rate=3e-4')),
    )
    expect(groups.map(({ label, runs }) => [label, runs.map(({ name }) => name)])).toEqual([
      ['optimizer adaBelief, formulas flux', ['a', 'b']],
      ['optimizer adam', ['c']],
    ])
  })

  it('are named after the runs if there is only one configuration', () => {
    expect(groupsOf(run('a', configOf('--seed=1')), run('b', configOf('--seed=2')))).toMatchObject([
      { label: 'a, b' },
    ])
  })

  it('separate different data at the same path', () => {
    const groups = groupsOf(run('a', configOf(), 'a'.repeat(64)), run('b', configOf(), 'b'.repeat(64)))
    expect(groups.map(({ label }) => label)).toEqual([
      `data sha256 ${'a'.repeat(12)}`,
      `data sha256 ${'b'.repeat(12)}`,
    ])
  })
})
