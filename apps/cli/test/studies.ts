import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readStudies } from '@tunekit/sweep'
import type { StudyRecord, StudyTrial } from '@tunekit/sweep'
import { readJournalFile } from '@tunekit/sweep/node'

/** Parameters that make a trial small. */
export const small: readonly string[] = [
  'limit-train: {value: 600}',
  'limit-test: {value: 100}',
  'validation: {value: 100}',
  'epochs: {value: 2}',
]

/** Four trials of `tunekit train` that differ in learning rate and batch size. */
export const fourTrials: string = sweepFile(
  ['method: random', 'run_cap: 4', 'seed: 7'],
  [
    'learning-rate: {distribution: log_uniform_values, min: 1e-4, max: 1e-2}',
    'batch-size: {values: [16, 32]}',
  ],
)

/** Returns a sweep file with these keys, and with these parameters in addition to the parameters that make trials small. */
export function sweepFile(keys: readonly string[], parameters: readonly string[]): string {
  return [...keys, 'parameters:', ...[...parameters, ...small].map((line) => `  ${line}`), ''].join('\n')
}

/** Writes sweep.yaml into a folder. */
export async function writeSweep(folder: string, text: string): Promise<void> {
  await writeFile(join(folder, 'sweep.yaml'), text)
}

/** Reads the study in a study folder. */
export function readStudy(folder: string): StudyRecord {
  return readStudies(readJournalFile(join(folder, 'journal.log')))[0]
}

/** Returns the results of a study without times and attempts, with the sha256 of each run's model. */
export function results(folder: string): object[] {
  return bySlot(readStudy(folder)).map(
    ({ slot, seed, configuration, state, value, intermediate, attributes }) => ({
      ...{ slot, seed, configuration, state, value, attributes },
      intermediate: [...intermediate],
      model: sha256(join(folder, 'trials', String(slot), 'model.safetensors')),
    }),
  )
}

/** Returns the latest trial of each slot. */
export function bySlot({ trials }: StudyRecord): StudyTrial[] {
  const slots: StudyTrial[] = []
  for (const trial of trials) slots[trial.slot] = trial
  return slots
}

/** Returns the processes that are recorded in the folders of a study's trials and still run. */
export function processesOf(folder: string): number[] {
  const trials = join(folder, 'trials')
  return readdirSync(trials).flatMap((name) => {
    const path = join(trials, name, 'process.json')
    if (!existsSync(path)) return []
    const { pid } = JSON.parse(readFileSync(path, 'utf8')) as { pid: number }
    return runs(pid) ? [pid] : []
  })
}

/** Whether a process runs. A zombie does not. */
function runs(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1][0] !== 'Z'
  } catch {
    return false
  }
}

function sha256(path: string): string | undefined {
  return existsSync(path) ? createHash('sha256').update(readFileSync(path)).digest('hex') : undefined
}
