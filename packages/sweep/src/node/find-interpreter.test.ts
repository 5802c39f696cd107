import { describe, expect, it } from '@jest/globals'
import { mkdirSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import { findInterpreter } from './find-interpreter.ts'

const root = temporaryFolder()

/** Makes a folder with programs. */
const folderWith = (name: string, ...programs: readonly string[]): string => {
  const folder = join(root, name)
  mkdirSync(folder)
  for (const program of programs) writeFileSync(join(folder, program), '', { mode: 0o755 })
  return folder
}

describe('findInterpreter', () => {
  it('is this Node for JavaScript and TypeScript', () => {
    expect(findInterpreter('a/train.mjs', {})).toBe(process.execPath)
    expect(findInterpreter('train.ts', {})).toBe(process.execPath)
  })

  it('is python3 only if there is no python', () => {
    const both = folderWith('both', 'python', 'python3')
    const three = folderWith('three', 'python3')
    expect(findInterpreter('train.py', { PATH: both })).toBe('python')
    expect(findInterpreter('train.py', { PATH: three })).toBe('python3')
    expect(findInterpreter(undefined, { PATH: [three, both].join(delimiter) })).toBe('python')
    expect(findInterpreter('train.py', {})).toBe('python')
  })
})
