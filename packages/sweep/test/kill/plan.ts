import { join } from 'node:path'
import { inProcessExecutor } from '../../src/executors/in-process-executor.ts'
import { memoryJournal, type Journal } from '../../src/journal/journal.ts'
import { readJournalFile } from '../../src/node/journal-file.ts'
import { float } from '../../src/parameters/float.ts'
import type { Pruner } from '../../src/pruners/pruner.ts'
import { createStudy } from '../../src/runner/create-study.ts'
import { runStudy } from '../../src/runner/run-study.ts'
import type { StudyOptions } from '../../src/runner/study-options.ts'
import type { Study } from '../../src/runner/study.ts'
import { greedySampler } from '../samplers.ts'
import objective from './objective.ts'

/** A study of the crash tests and how its coordinator runs it, as plain JSON. */
export interface Plan {
  readonly seed: number
  readonly trials: number
  readonly repeats?: number
  readonly isPruned?: boolean
  readonly workers: number
  /** Whether trials save no checkpoints, so that each attempt starts over. */
  readonly startsOver?: boolean
  /** Whether trials are programs, which a command starts and which print their reports; with `startsOver`. */
  readonly isProgram?: boolean
  /** Duration of a step, in milliseconds. */
  readonly pause: number
  /** In seconds. Default: the executor's. */
  readonly heartbeatTimeout?: number
}

/** Prunes trials that are worse than the mean of the others at a step, from the second step on. */
const worseThanMean: Pruner = {
  name: 'worse than mean',
  options: {},
  shouldPrune({ intermediate }, others) {
    const [step, value] = [...intermediate].at(-1)!
    const values = others.flatMap((other) => other.intermediate.get(step) ?? [])
    return step > 0 && value > values.reduce((sum, known) => sum + known, 0) / values.length
  },
}

/** Creates or continues the study of a plan. */
export function openStudy(plan: Plan, journal: Journal, more: Pick<StudyOptions, 'clock'> = {}): Study {
  const { seed, trials, repeats, isPruned } = plan
  return createStudy({
    space: { x: float(0, 1), y: float(0, 1) },
    sampler: greedySampler(),
    pruner: isPruned ? worseThanMean : undefined,
    direction: 'minimize',
    seed,
    trials,
    repeats,
    journal,
    ...more,
  })
}

/** Runs the study of a plan to its end in this process, without pauses and folders. */
export async function finishHere(
  plan: Plan,
  journal: Journal = memoryJournal(),
  more: Pick<StudyOptions, 'clock'> = {},
): Promise<Journal> {
  const executor = inProcessExecutor((trial) => objective(trial, { pause: 0 }))
  await runStudy(openStudy(plan, journal, more), executor, { workers: plan.workers })
  return journal
}

export function journalIn(folder: string): string {
  return join(folder, 'journal.log')
}

export function trialFolder(folder: string, number: number): string {
  return join(folder, `trial-${number}`)
}

export function recordsIn(folder: string): Journal['records'] {
  return readJournalFile(journalIn(folder))
}
