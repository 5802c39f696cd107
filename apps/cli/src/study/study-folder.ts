import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { makeFolder } from '../make-folder.ts'

/** The files of one study. */
export interface StudyFolder {
  readonly path: string
  /** Every trial, in Optuna's journal format; the source of truth. */
  readonly journal: string
  /** The sweep file it was started with. */
  readonly sweepFile: string
  readonly report: string
  /** The run folder of the trial in a slot of the study. */
  trial(slot: number): string
}

/** Names the files of a study. */
export function studyFolder(path: string): StudyFolder {
  return {
    path,
    journal: join(path, 'journal.log'),
    sweepFile: join(path, 'sweep.yaml'),
    report: join(path, 'report.html'),
    trial: (slot) => join(path, 'trials', String(slot)),
  }
}

/** Whether a folder holds a study. */
export function isStudy(path: string): boolean {
  return existsSync(studyFolder(path).journal)
}

/**
 * Makes a new study folder.
 *
 * @param path Default: the first of studies/1, studies/2, … that does not exist
 * @throws {Error} If `path` exists already
 */
export async function createStudyFolder(path?: string): Promise<StudyFolder> {
  return studyFolder(await makeFolder('studies', path, 'its study'))
}

/**
 * The folder of a study to continue.
 *
 * @throws {Error} If it is none
 */
export function openStudyFolder(path: string): StudyFolder {
  if (isStudy(path)) return studyFolder(path)
  throw new Error(`${path} is no study folder: expected its journal.log.`)
}
