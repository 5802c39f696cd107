import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { openJournalFile } from '../src/node/journal-file.ts'
import { createStudy } from '../src/runner/create-study.ts'
import type { Study } from '../src/runner/study.ts'
import type { Configuration } from '../src/parameters/space.ts'
import { findPythonWithOptuna } from './optuna/find-python.ts'

const python = findPythonWithOptuna()
const skips = python === undefined && !process.env.CI

interface Listing {
  direction: string
  best: number
  importance: string[]
  trials: {
    number: number
    state: string
    params: Record<string, unknown>
    value: number | null
    intermediate: Record<string, number | string>
    seed: number
    distributions: Record<string, string>
    hasTimes: [boolean, boolean]
  }[]
}

const space = {
  rate: { kind: 'float', low: 1e-5, high: 1, log: true },
  units: { kind: 'int', low: 8, high: 64, log: false, step: 8 },
  optimizer: { kind: 'categorical', choices: ['sgd', 'adam', null] },
  momentum: {
    kind: 'conditional',
    condition: { optimizer: ['sgd'] },
    parameter: { kind: 'float', low: 0, high: 1, log: false, step: 0.25 },
  },
  noise: { kind: 'normal', mean: 0, standardDeviation: 1, log: false },
  epochs: { kind: 'constant', value: 10 },
} as const

const configurations: Configuration[] = [
  { rate: 0.001, units: 8, optimizer: 'sgd', momentum: 0.75, noise: -0.5, epochs: 10 },
  { rate: 0.01, units: 16, optimizer: 'adam', noise: 0.25, epochs: 10 },
  { rate: 0.1, units: 64, optimizer: null, noise: 2, epochs: 10 },
  { rate: 0.5, units: 24, optimizer: 'adam', noise: 0, epochs: 10 },
  { rate: 1, units: 32, optimizer: 'adam', noise: 1, epochs: 10 },
]

;(skips ? describe.skip : describe)(`Optuna${skips ? ' (skipped: no Python with Optuna here)' : ''}`, () => {
  let folder: string
  let study: Study
  let listing: Listing

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'optuna-'))
    const path = join(folder, 'journal.log')
    study = createStudy({
      name: 'a study',
      space,
      sampler: { name: 'list', options: {}, propose: ({ number }) => configurations[number] },
      direction: 'maximize',
      trials: configurations.length,
      lag: 9,
      journal: openJournalFile(path),
    })
    for (let trial = study.ask(); typeof trial !== 'string'; trial = study.ask()) {
      study.report(trial.number, 1, trial.number / 10)
      study.report(trial.number, 2, trial.number === 2 ? NaN : trial.number / 5)
    }
    study.tell(0, { state: 'complete', value: 0.5 })
    study.tell(1, { state: 'complete', value: 0.9, attributes: { note: 'good' } })
    study.tell(2, { state: 'pruned' })
    study.tell(3, { state: 'failed', failure: { kind: 'crash', message: 'killed', attempt: 1 } })
    study.close()
    const script = join(import.meta.dirname, 'optuna', 'list-trials.py')
    const { stdout, stderr, status } = spawnSync(python!, [script, path, 'a study'], { encoding: 'utf8' })
    if (status !== 0) throw new Error(stderr)
    listing = JSON.parse(stdout) as Listing
  }, 60_000)

  afterAll(() => rmSync(folder, { recursive: true }))

  it('lists the same trials: parameters, states, values, seeds', () => {
    expect(listing.trials.map(({ params, state, value, seed }) => ({ params, state, value, seed }))).toEqual(
      study.trials.map(({ configuration, seed }, number) => ({
        params: configuration,
        state: ['COMPLETE', 'COMPLETE', 'PRUNED', 'FAIL', 'RUNNING'][number],
        value: [0.5, 0.9, null, null, null][number],
        seed,
      })),
    )
  })

  it('lists the same intermediate values, NaN included', () => {
    expect(listing.trials.map(({ intermediate }) => intermediate)).toEqual([
      { 1: 0, 2: 0 },
      { 1: 0.1, 2: 0.2 },
      { 1: 0.2, 2: 'nan' },
      { 1: 0.3, 2: 0.6 },
      { 1: 0.4, 2: 0.8 },
    ])
  })

  it('knows distributions, times, direction and best trial', () => {
    expect(listing.trials[0].distributions).toMatchObject({
      units: expect.stringMatching(/^IntDistribution\(high=64, log=False, low=8, step=8\)/),
      rate: expect.stringMatching(/^FloatDistribution\(high=1(\.0)?, log=True, low=1e-05, step=None\)/),
      momentum: expect.stringMatching(/^FloatDistribution\(.*step=0\.25\)/),
      epochs: 'CategoricalDistribution(choices=(10,))',
    })
    expect(listing.trials.map(({ hasTimes }) => hasTimes)).toEqual([
      ...Array.from({ length: 4 }, () => [true, true]),
      [true, false],
    ])
    expect(listing).toMatchObject({ direction: 'MAXIMIZE', best: 1 })
  })

  it('has the importances of the parameters', () => {
    expect(listing.importance).toEqual(['rate', 'units'])
  })
})
