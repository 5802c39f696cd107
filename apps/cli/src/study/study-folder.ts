import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** The files of one study. */
export interface StudyFolder {
  readonly path: string
  /** Every trial, in Optuna's journal format; the source of truth. */
  readonly journal: string
  /** The sweep file it was started with. */
  readonly sweepFile: string
  /** The run folder of a trial. */
  trial(number: number): string
}

/** Names the files of a study. */
export function studyFolder(path: string): StudyFolder {
  return {
    path,
    journal: join(path, 'journal.log'),
    sweepFile: join(path, 'sweep.yaml'),
    trial: (number) => join(path, 'trials', String(number)),
  }
}

/** Whether a folder holds a study. */
export function isStudy(path: string): boolean {
  return existsSync(studyFolder(path).journal)
}
