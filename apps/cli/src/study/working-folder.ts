import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, relative, resolve } from 'node:path'
import type { SweepFile } from '@tunekit/sweep/file'
import { UsageError } from '../process/usage-error.ts'
import { writeJson } from '../run/run-folder.ts'
import type { StudyFolder } from './study-folder.ts'

/** The folder to which paths of a study are relative. */
interface WorkingFolder {
  readonly folder: string
  /** The path of the folder relative to the study folder, for studies that are moved together with their program or data. */
  readonly fromStudy: string
}

/**
 * Finds the folder in which the trials of a sweep run: the current folder, as in W&B's agent, or the folder of the sweep file if only
 * that folder has the program.
 *
 * @throws {UsageError} If the program is in neither folder
 */
export function findWorkingFolder(sweepFile: SweepFile, path: string): string {
  const { program, command } = sweepFile
  const folders = [process.cwd(), resolve(dirname(path))]
  if (program === undefined) return folders[0]
  const found = folders.find((folder) => existsSync(resolve(folder, program)))
  // A custom `command` may use the program as something other than a file, such as a module.
  if (found !== undefined || command !== undefined) return found ?? folders[0]
  const places = [...new Set(folders)]
  throw new UsageError(
    `${path}: Program ${program} is ${places.length === 1 ? 'not' : 'neither'} in ${places.join(' nor in ')}.`,
  )
}

/** Stores the working folder of a study for {@link workingFolderOf}. */
export function storeWorkingFolder(study: StudyFolder, folder: string): void {
  const workingFolder: WorkingFolder = { folder, fromStudy: relative(resolve(study.path), folder) }
  writeJson(study.workingFolder, workingFolder)
}

/**
 * Returns the working folder with which a study was started.
 *
 * @throws {Error} If the folder, or the program in it, is missing
 */
export async function workingFolderOf(study: StudyFolder, sweepFile: SweepFile): Promise<string> {
  if (!existsSync(study.workingFolder)) return findWorkingFolder(sweepFile, study.sweepFile)
  const { folder, fromStudy } = JSON.parse(await readFile(study.workingFolder, 'utf8')) as WorkingFolder
  const { program, command } = sweepFile
  const found = [folder, resolve(study.path, fromStudy)].find((each) =>
    existsSync(resolve(each, program ?? '.')),
  )
  if (found !== undefined || (command !== undefined && existsSync(folder))) return found ?? folder
  const problem =
    program === undefined
      ? `Folder ${folder}, where ${study.path} was started, is missing`
      : `Program ${program} of ${study.path} is no longer in ${folder}, where its trials ran`
  throw new Error(`${problem}. Restore it, then try again.`)
}
