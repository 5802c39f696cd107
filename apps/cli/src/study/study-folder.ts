import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { makeFolder } from '../run/make-folder.ts'

/** The paths of the files of a study. */
export interface StudyFolder {
  readonly path: string
  /** The source of truth: every trial, in Optuna's journal format. */
  readonly journal: string
  /** The sweep file with which the study was started. */
  readonly sweepFile: string
  /** The file with the folder to which paths of the program and the data are relative. */
  readonly workingFolder: string
  readonly report: string
  /** Returns the run folder of the trial in a slot of the study. */
  trial(slot: number): string
}

/** Returns the paths of the files of a study. */
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

/** Whether a folder is a study folder. */
export function isStudy(path: string): boolean {
  return existsSync(studyFolder(path).journal)
}

/**
 * Creates a study folder and starts a study in it.
 *
 * @param path Default: the next of studies/1, studies/2, …
 * @param start Writes the first files of the study. If it throws, the folder is removed
 * @throws {Error} If `path` already exists
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
 * Returns the paths of the files of an existing study.
 *
 * @throws {Error} If the folder has no study
 */
export function openStudyFolder(path: string): StudyFolder {
  if (isStudy(path)) return studyFolder(path)
  throw new Error(`${path} is not a study folder: expected its journal.log.`)
}
