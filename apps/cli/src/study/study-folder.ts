import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { makeFolder } from '../run/make-folder.ts'

/** The files of one study. */
export interface StudyFolder {
  readonly path: string
  /** Every trial, in Optuna's journal format; the source of truth. */
  readonly journal: string
  /** The sweep file it was started with. */
  readonly sweepFile: string
  /** Names the folder that relative paths of the study start from: its program's and its data's. */
  readonly workingFolder: string
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
    workingFolder: join(path, 'working-folder.json'),
    report: join(path, 'report.html'),
    trial: (slot) => join(path, 'trials', String(slot)),
  }
}

/** Whether a folder holds a study. */
export function isStudy(path: string): boolean {
  return existsSync(studyFolder(path).journal)
}

/**
 * Makes a new study folder and starts a study in it.
 *
 * @param path Default: the first of studies/1, studies/2, … that does not exist
 * @param start Makes the study's first files; if it throws, no folder is left behind
 * @throws {Error} If `path` exists already
 */
export async function inNewStudyFolder<T>(
  path: string | undefined,
  start: (folder: StudyFolder) => T | Promise<T>,
): Promise<T> {
  const folder = studyFolder(await makeFolder('studies', path, 'its study'))
  try {
    return await start(folder)
  } catch (error) {
    await rm(folder.path, { recursive: true })
    throw error
  }
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
