import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, relative, resolve } from 'node:path'
import type { SweepFile } from '@tunekit/sweep/file'
import { writeJson } from '../run/run-folder.ts'
import { UsageError } from '../process/usage-error.ts'
import type { StudyFolder } from './study-folder.ts'

/** The folder that relative paths of a study start from. */
interface WorkingFolder {
  readonly folder: string
  /** The same folder, from the study's: for studies that are moved together with their program or data. */
  readonly fromStudy: string
}

/**
 * The folder in which the program of a sweep file runs: the current one, as W&B's agent has it, or if the program is not
 * there but beside the sweep file, the sweep file's. Without a program it is the current one.
 *
 * @throws {UsageError} If the program is in neither
 */
export function findWorkingFolder(sweepFile: SweepFile, path: string): string {
  const { program, command } = sweepFile
  const folders = [process.cwd(), resolve(dirname(path))]
  if (program === undefined) return folders[0]
  const found = folders.find((folder) => existsSync(resolve(folder, program)))
  // A command of one's own may take it for something else than a file, such as a module.
  if (found !== undefined || command !== undefined) return found ?? folders[0]
  const where = [...new Set(folders)].join(' nor in ')
  throw new UsageError(
    `${path}: Program ${program} is ${folders[0] === folders[1] ? 'not' : 'neither'} in ${where}.`,
  )
}

/** Remembers the working folder of a study, for {@link workingFolderOf}. */
export function keepWorkingFolder(study: StudyFolder, folder: string): void {
  const kept: WorkingFolder = { folder, fromStudy: relative(resolve(study.path), folder) }
  writeJson(study.workingFolder, kept)
}

/**
 * The working folder that a study was started with.
 *
 * @throws {Error} If the folder, or the program in it, is not there any more
 */
export async function workingFolderOf(study: StudyFolder, sweepFile: SweepFile): Promise<string> {
  if (!existsSync(study.workingFolder)) return findWorkingFolder(sweepFile, study.sweepFile)
  const { folder, fromStudy } = JSON.parse(await readFile(study.workingFolder, 'utf8')) as WorkingFolder
  const { program, command } = sweepFile
  const found = [folder, resolve(study.path, fromStudy)].find((each) =>
    existsSync(resolve(each, program ?? '.')),
  )
  if (found !== undefined || (command !== undefined && existsSync(folder))) return found ?? folder
  const what =
    program === undefined
      ? `Folder ${folder}, where ${study.path} was started, is gone`
      : `Program ${program} of ${study.path} is not in ${folder} any more, where its trials ran`
  throw new Error(`${what}. Put it back, then try again.`)
}
