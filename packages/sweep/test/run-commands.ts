import { beforeEach } from '@jest/globals'
import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { commandObjective, type CommandObjectiveOptions } from '../src/node/command-objective.ts'
import { temporaryFolder } from './temporary-folder.ts'

export interface RunCommands {
  /** The new, empty folder of the current test. */
  readonly folder: string
  /** The output of the current test's commands, except reports: `stdout: …`. */
  readonly output: readonly string[]
  /** Creates an objective whose metric is `loss`, unless the options have another. */
  objectiveOf(options?: Partial<CommandObjectiveOptions>): ReturnType<typeof commandObjective>
}

/** Sets up tests of commands. Call it once, outside of the tests. */
export function runCommands(): RunCommands {
  const root = temporaryFolder()
  const output: string[] = []
  let folder = ''
  beforeEach(() => {
    output.length = 0
    folder = join(root, String(readdirSync(root).length))
    mkdirSync(folder)
  })
  return {
    get folder() {
      return folder
    },
    output,
    objectiveOf: (options = {}) =>
      commandObjective({
        metric: 'loss',
        onOutput: (line, stream) => output.push(`${stream}: ${line}`),
        ...options,
      }),
  }
}

/** Makes a command of a line of JavaScript. */
export function script(code: string, ...words: readonly string[]): { command: readonly string[] } {
  return { command: [process.execPath, '-e', code, ...words] }
}
