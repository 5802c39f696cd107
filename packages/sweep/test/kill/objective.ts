/** @file The objective of the crash tests: short steps, each with a checkpoint and a line in a log. */
import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { deriveSeed } from '@tunekit/random-stream'
import type { TrialResult } from '../../src/executors/executor.ts'
import type { Trial } from '../../src/executors/trial.ts'
import { processRuns } from '../process-runs.ts'

/** A line of a trial's log, to which all attempts of the trial write. */
export type LogLine = { readonly attempt: number; readonly pid: number } & (
  | {
      readonly is: 'start'
      /** The attempt's first step. */
      readonly from: number
      /** Processes of earlier attempts that still run; there must be none. */
      readonly concurrent: readonly number[]
    }
  /** A step is done, but not reported yet. */
  | { readonly is: 'step'; readonly step: number }
  /** A step is reported, and in the checkpoint. */
  | { readonly is: 'saved'; readonly step: number }
)

interface Checkpoint {
  readonly next: number
  readonly loss: number
}

type Entry = LogLine extends infer Line
  ? Line extends unknown
    ? Omit<Line, 'attempt' | 'pid'>
    : never
  : never

const STEPS = 5

export default async function objective(
  { configuration, seed, attempt, folder, report }: Trial,
  { pause, startsOver = false }: { readonly pause: number; readonly startsOver?: boolean },
): Promise<TrialResult> {
  const { x, y } = configuration as { readonly x: number; readonly y: number }

  function log(line: Entry): void {
    if (folder === undefined) return
    appendFileSync(logIn(folder), `${JSON.stringify({ attempt, pid: process.pid, ...line })}\n`)
  }

  let { next, loss } = readCheckpoint(folder)
  log({ is: 'start', from: next, concurrent: runningPids(folder) })
  for (; next < STEPS; next++) {
    await delay(pause)
    // An attempt that skips or repeats a step, or has another seed, gets another value.
    loss = 0.5 * loss + (x - 0.3) ** 2 + (y - 0.6) ** 2 + deriveSeed('noise', seed, next) / 2 ** 34
    log({ is: 'step', step: next })
    await report(next, loss)
    // After the report: an attempt that is killed between the two would otherwise never report this step.
    if (startsOver) continue
    writeCheckpoint(folder, { next: next + 1, loss })
    log({ is: 'saved', step: next })
  }
  return { value: loss, attributes: { last: next, noisy: seed % 2 === 0 } }
}

/** Reads the log of a trial's attempts. */
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
