/** @file Compares tunekit's samplers with Optuna's on test functions: `npm run compare-samplers`. */
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { replaceFile } from '@tunekit/durable-files'
import { startContestant } from '../harness/contestant.ts'
import type { Contestant } from '../harness/contestant.ts'
import { describeMachine } from '../harness/describe-machine.ts'
import { markdownTable } from '../harness/markdown-table.ts'
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
      `${python} has no Optuna: ${String(error)}. Only tunekit's samplers are measured. To measure Optuna's samplers too:\n` +
        '  python3 -m venv venv && venv/bin/pip install optuna==5.0.0\n' +
        '  npm run compare-samplers -- --python venv/bin/python   # or OPTUNA_PYTHON=venv/bin/python',
    )
    return undefined
  }
}

async function compare(seeds: number, trials: number): Promise<string> {
  const samplers = contestants(optuna)
  const durations = await latencyTable(samplers)
  const regrets = await regretTable(
    samplers,
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
    '## Regret',
    `Regret is the difference between the best of ${trials} trials and the minimum; the table summarizes ${seeds} seeds. ` +
      '"÷ Optuna’s" is the median divided by the median of Optuna’s sampler of the same kind, "differs from it" is the ' +
      'two-sided p-value of the exact Mann-Whitney test, and "beats random" is the one-sided p-value against random sampling ' +
      'of the same library. Equal samplers have a p-value below 0.05 once in twenty comparisons. The same seeds give the same ' +
      'regrets; Optuna’s random numbers differ from tunekit’s.',
    regrets,
    'All samplers have their default options. The problems are continuous and without noise, in their usual domains ' +
      '(Surjanovic and Bingham, [Virtual Library of Simulation Experiments](https://www.sfu.ca/~ssurjano/optimization.html)):',
    minima,
    '## Time of a proposal',
    'The time to record a value and propose the next configuration of 10 parameters after 1,000 trials: medians of 41 ' +
      'measurements. The samplers took turns, each in its own process, with storage in memory.',
    durations,
  ]
    .join('\n\n')
    .concat('\n')
}
