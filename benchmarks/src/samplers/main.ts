/** @file Compares samplers on test functions, ours with Optuna's: `npm run compare-samplers`. */
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { replaceFile } from '@tunekit/durable-files'
import { startContestant } from '../contestant.ts'
import type { Contestant } from '../contestant.ts'
import { describeMachine } from '../describe-machine.ts'
import { markdownTable } from '../markdown-table.ts'
import { contestants } from './contestants.ts'
import { latencyTable } from './latency-table.ts'
import { problems } from './problems.ts'
import { regretTable } from './regret-table.ts'

const { values } = parseArgs({
  options: {
    output: { type: 'string', short: 'o' },
    python: { type: 'string', default: process.env.OPTUNA_PYTHON ?? 'python3' },
    seeds: { type: 'string', default: '100' },
    trials: { type: 'string', default: '100' },
  },
})
const machine = describeMachine()
const optuna = await startOptuna(values.python)
const document = await compare(Number(values.seeds), Number(values.trials))
await optuna?.close()
if (values.output === undefined) process.stdout.write(document)
else replaceFile(values.output, document)

async function startOptuna(python: string): Promise<Contestant | undefined> {
  try {
    return await startContestant({
      command: [python, fileURLToPath(new URL('optuna-proposer.py', import.meta.url))],
    })
  } catch (error) {
    console.error(
      `${python} has no Optuna: ${String(error)}. Only ours are measured. To compare them with Optuna:\n` +
        '  python3 -m venv venv && venv/bin/pip install optuna==5.0.0\n' +
        '  npm run compare-samplers -- --python venv/bin/python   # or OPTUNA_PYTHON=venv/bin/python',
    )
    return undefined
  }
}

async function compare(seeds: number, trials: number): Promise<string> {
  const everyone = contestants(optuna)
  const durations = await latencyTable(everyone)
  const regrets = await regretTable(
    everyone,
    Array.from({ length: seeds }, (_, index) => index + 1),
    trials,
  )
  const facts = markdownTable(
    ['', ''],
    [
      ...machine,
      ...Object.entries(optuna?.hello.versions ?? { Optuna: 'not installed' }),
      ['command', '`npm run compare-samplers -- --python venv/bin/python -o SAMPLERS.md`'],
    ],
  )
  const minima = markdownTable(
    ['problem', 'domain', '>minimum'],
    problems.map(({ name, domain, minimum }) => [name, domain, minimum.toPrecision(6)]),
  )
  return [
    '# Samplers on test functions',
    facts,
    '## How close they come',
    `Regret: how far the best of ${trials} trials is above the minimum, over ${seeds} seeds. "÷ Optuna’s" divides medians by ` +
      'those of Optuna’s sampler of the same kind; "differs from it" is the two-sided p of the Mann-Whitney test, exact, ' +
      '"beats random" the one-sided p against random of the same library. A p below 0.05 comes up once in twenty ' +
      'comparisons of equals. The same seeds give the same regrets; Optuna’s random numbers are others than ours.',
    regrets,
    'All samplers as by default, everything continuous, without noise. In their usual domains (Surjanovic and Bingham, ' +
      '[Virtual Library of Simulation Experiments](https://www.sfu.ca/~ssurjano/optimization.html)):',
    minima,
    '## How long they take',
    'To take in a value and propose the next of 10 parameters, when there have been 1,000 trials: median of 41, taking ' +
      'turns, storage in memory, each measured inside its own process.',
    durations,
  ]
    .join('\n\n')
    .concat('\n')
}
