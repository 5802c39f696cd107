/**
 * @file Runs the study of a plan in a folder, both from its arguments, and prints events, one JSON object per line. SIGINT
 * interrupts the study. The crash tests run this program and kill it.
 */
import { writeSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { commandExecutor } from '../../src/node/command-executor.ts'
import { openJournalFile } from '../../src/node/journal-file.ts'
import { processExecutor } from '../../src/node/process-executor.ts'
import { runStudy } from '../../src/runner/run-study.ts'
import type { CoordinatorEvent } from './start-coordinator.ts'
import { journalIn, openStudy, type Plan, trialFolder } from './plan.ts'

const [folder, text] = process.argv.slice(2)
const plan = JSON.parse(text) as Plan

function print(event: CoordinatorEvent): void {
  writeSync(1, `${JSON.stringify(event)}\n`)
}

const interruption = new AbortController()
process.on('SIGINT', () => interruption.abort())

const study = openStudy(plan, openJournalFile(journalIn(folder)))
const { pause, startsOver, heartbeatTimeout } = plan
const executor = plan.isProgram
  ? commandExecutor({
      metric: 'loss',
      command: [process.execPath, '${program}', '${args}', `--pause=${pause}`],
      program: fileURLToPath(new URL('./program.ts', import.meta.url)),
      heartbeatTimeout,
    })
  : processExecutor({
      module: new URL('./objective.ts', import.meta.url),
      data: { pause, startsOver },
      heartbeatTimeout,
    })
print({ type: 'open' })
const isDone = await runStudy(study, executor, {
  workers: plan.workers,
  retryOnCrash: 1000,
  folderOf: ({ number }) => trialFolder(folder, number),
  signal: interruption.signal,
  onEvent: ({ type, trial }) => print({ type, trial: trial.number }),
})
await executor.close()
study.close()
print({ type: isDone ? 'done' : 'interrupted' })
process.exit(0)
