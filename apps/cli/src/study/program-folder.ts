import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, relative, resolve } from 'node:path'
import type { SweepFile } from '@tunekit/sweep'
import { writeFileOf } from '../run-folder.ts'
import { UsageError } from '../usage-error.ts'
import type { StudyFolder } from './study-folder.ts'

/** Where the programs of a study run, however its folder and theirs are reached. */
interface ProgramFolder {
  readonly folder: string
  /** The same, from the study's folder: for studies that are moved together with their program. */
  readonly fromStudy: string
}

/**
 * The folder in which the program of a sweep file runs: the current one, as W&B's agent has it, or if the program is not
 * there but beside the sweep file, the sweep file's.
 *
 * @throws {UsageError} If the program is in neither
 */
export function findProgramFolder(sweepFile: SweepFile, path: string): string {
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

/** Remembers where the programs of a study run, for {@link programFolderOf}. */
export function keepProgramFolder(study: StudyFolder, folder: string): void {
  const kept: ProgramFolder = { folder, fromStudy: relative(resolve(study.path), folder) }
  writeFileOf(study.program, kept)
}

/**
 * Where the programs of a study ran when it was started.
 *
 * @throws {Error} If its program is not there any more
 */
export async function programFolderOf(study: StudyFolder, sweepFile: SweepFile): Promise<string> {
  if (!existsSync(study.program)) return findProgramFolder(sweepFile, study.sweepFile)
  const { folder, fromStudy } = JSON.parse(await readFile(study.program, 'utf8')) as ProgramFolder
  const { program = '.', command } = sweepFile
  const found = [folder, resolve(study.path, fromStudy)].find((each) => existsSync(resolve(each, program)))
  if (found !== undefined || (command !== undefined && existsSync(folder))) return found ?? folder
  throw new Error(
    `Program ${program} of ${study.path} is not in ${folder} any more, where its trials ran. Put it back, then try again.`,
  )
}
