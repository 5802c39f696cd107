/** The objective of the crash tests: some short steps, each kept in a checkpoint and noted in a log. */
import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { deriveSeed } from '@tunekit/random-stream'
import type { TrialResult } from '../../src/executors/executor.ts'
import type { Trial } from '../../src/executors/trial.ts'
import { processRuns } from '../process-runs.ts'

/** A line of a trial's log, which all of its attempts write to. */
export type LogLine = { readonly attempt: number; readonly pid: number } & (
  | {
      readonly is: 'start'
      /** Its first step. */
      readonly from: number
      /** Earlier attempts of the trial that still run: there must be none. */
      readonly beside: readonly number[]
    }
  /** A step is done, but not reported yet. */
  | { readonly is: 'step'; readonly step: number }
  /** A step is reported, and in the checkpoint. */
  | { readonly is: 'kept'; readonly step: number }
)

interface Checkpoint {
  readonly next: number
  readonly loss: number
}

type Note = LogLine extends infer Line
  ? Line extends unknown
    ? Omit<Line, 'attempt' | 'pid'>
    : never
  : never

const STEPS = 5

export default async function objective(
  { configuration, seed, attempt, folder, report }: Trial,
  { pause, beginsAnew = false }: { readonly pause: number; readonly beginsAnew?: boolean },
): Promise<TrialResult> {
  const { x, y } = configuration as { readonly x: number; readonly y: number }

  function note(line: Note): void {
    if (folder === undefined) return
    appendFileSync(logIn(folder), `${JSON.stringify({ attempt, pid: process.pid, ...line })}\n`)
  }

  let { next, loss } = readCheckpoint(folder)
  note({ is: 'start', from: next, beside: runningPids(folder) })
  for (; next < STEPS; next++) {
    await delay(pause)
    // Whoever skips a step, takes one twice, or has another seed comes to another value.
    loss = 0.5 * loss + (x - 0.3) ** 2 + (y - 0.6) ** 2 + deriveSeed('noise', seed, next) / 2 ** 34
    note({ is: 'step', step: next })
    await report(next, loss)
    // After the report, or one that is killed in between would never report this step, nor be pruned at it.
    if (beginsAnew) continue
    writeCheckpoint(folder, { next: next + 1, loss })
    note({ is: 'kept', step: next })
  }
  return { value: loss, attributes: { last: next, noisy: seed % 2 === 0 } }
}

/** Everything that the attempts of a trial have noted, in order. */
export function readLog(folder: string): readonly LogLine[] {
  if (!existsSync(logIn(folder))) return []
  const lines = readFileSync(logIn(folder), 'utf8').trimEnd().split('\n')
  return lines.map((line) => JSON.parse(line) as LogLine)
}

function logIn(folder: string): string {
  return join(folder, 'log.jsonl')
}

function runningPids(folder: string | undefined): readonly number[] {
  const pids = folder === undefined ? [] : readLog(folder).map(({ pid }) => pid)
  return pids.filter((pid) => pid !== process.pid && processRuns(pid))
}

function readCheckpoint(folder: string | undefined): Checkpoint {
  if (folder === undefined || !existsSync(checkpointIn(folder))) return { next: 0, loss: 1 }
  return JSON.parse(readFileSync(checkpointIn(folder), 'utf8')) as Checkpoint
}

function writeCheckpoint(folder: string | undefined, checkpoint: Checkpoint): void {
  if (folder === undefined) return
  writeFileSync(`${checkpointIn(folder)}.new`, JSON.stringify(checkpoint))
  renameSync(`${checkpointIn(folder)}.new`, checkpointIn(folder))
}

function checkpointIn(folder: string): string {
  return join(folder, 'checkpoint.json')
}
