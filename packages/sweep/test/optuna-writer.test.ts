/** @file A running study, and an Optuna process that writes to its journal at the same time. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, it } from '@jest/globals'
import { openJournalFile, readJournalFile } from '../src/node/journal-file.ts'
import { randomSampler } from '../src/samplers/random-sampler.ts'
import { createStudy } from '../src/runner/create-study.ts'
import { readStudies } from '../src/runner/read-studies.ts'
import { findPythonWithOptuna } from './optuna/find-python.ts'
import { temporaryFolder } from './temporary-folder.ts'

const python = findPythonWithOptuna()
const skips = python === undefined && !process.env.CI
const folder = temporaryFolder()

;(skips ? it.skip : it)(
  'Optuna waits until the study is closed; both sides’ trials keep their values',
  async () => {
    const path = join(folder, 'journal.log')
    const study = createStudy({
      space: { x: { kind: 'float', low: 0, high: 1, log: false } },
      sampler: randomSampler(),
      direction: 'minimize',
      trials: 20,
      journal: openJournalFile(path),
    })
    const script = join(import.meta.dirname, 'optuna/write-to-study.py')
    const child = spawn(python!, [script, path, 'study'], { stdio: ['ignore', 'pipe', 'inherit'] })
    const closed = once(child, 'close')
    let output = ''
    child.stdout.on('data', (data) => (output += data))
    await once(child.stdout, 'data')
    for (let trial = study.ask(); typeof trial !== 'string'; trial = study.ask()) {
      const { x } = trial.configuration
      study.report(trial.number, 0, x)
      await delay(20) // Optuna tries to get the lock in between
      study.tell(trial.number, { state: 'complete', value: x })
    }
    expect(output).toBe('ready\n')
    study.close()
    await closed
    expect(output).toBe('ready\ndone\n')
    const [{ trials }] = readStudies(readJournalFile(path))
    expect(trials).toHaveLength(22)
    expect(trials.map(({ state, value }) => [state, value])).toEqual(
      trials.map(({ configuration }) => ['complete', configuration.x]),
    )
  },
  60_000,
)
