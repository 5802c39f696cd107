import { beforeEach } from '@jest/globals'
import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { commandObjective, type CommandObjectiveOptions } from '../src/node/command-objective.ts'
import { temporaryFolder } from './temporary-folder.ts'

export interface RunCommands {
  /** Of the current test, new and empty. */
  readonly folder: string
  /** What the commands of the current test printed besides reports: `stdout: …`. */
  readonly output: readonly string[]
  /** An objective whose metric is `loss`, unless the options have another. */
  objectiveOf(options?: Partial<CommandObjectiveOptions>): ReturnType<typeof commandObjective>
}

/** What tests of commands need; to be called once, outside of them. */
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

/** A command that is a line of JavaScript. */
export function script(code: string, ...words: readonly string[]): { command: readonly string[] } {
  return { command: [process.execPath, '-e', code, ...words] }
}
