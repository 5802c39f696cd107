import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { isScript } from '../file/expand-command.ts'

/**
 * Finds the interpreter of a program: this Node for JavaScript and TypeScript, else `python`, or `python3` if only that
 * is on the PATH.
 */
export function findInterpreter(
  program: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  if (program !== undefined && isScript(program)) return process.execPath
  const folders = (environment.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  const has = (name: string): boolean => folders.some((folder) => canRun(join(folder, name)))
  return !has('python') && has('python3') ? 'python3' : 'python'
}

function canRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
