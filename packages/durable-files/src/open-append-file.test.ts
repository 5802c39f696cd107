import {
  appendFileSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { runOnFullDisk } from '../test/run-child.ts'
import { temporaryFolder } from '../test/temporary-folder.ts'
import { openAppendFile } from './open-append-file.ts'

const folder = temporaryFolder()

const wholeLines = (content: Buffer) => content.subarray(0, content.lastIndexOf('\n') + 1)

describe('openAppendFile', () => {
  it('creates the file and its folder, and appends', () => {
    const path = join(folder, 'new', 'folder', 'file')
    const file = openAppendFile(path, { exclusive: true })
    file.append('öne\n')
    file.append(Buffer.from('two\n'))
    file.sync()
    file.close()
    file.close()
    expect(readFileSync(path, 'utf8')).toBe('öne\ntwo\n')
    expect(() => file.append('three')).toThrow(`${path} is closed`)
    expect(() => openAppendFile(path, { exclusive: true })).toThrow('EEXIST')
  })

  it('cuts off what `repair` does not keep', () => {
    const path = join(folder, 'torn')
    writeFileSync(path, 'one\ntwo\nthr')
    const file = openAppendFile(path, { repair: wholeLines })
    expect(readFileSync(path, 'utf8')).toBe('one\ntwo\n')
    file.append('three\n')
    file.close()
    expect(readFileSync(path, 'utf8')).toBe('one\ntwo\nthree\n')
  })

  it('replaces a file that `repair` changes elsewhere than at its end', () => {
    const path = join(folder, 'changed')
    writeFileSync(path, 'one\ntwo\n')
    const file = openAppendFile(path, { repair: () => 'two\n' })
    file.append('three\n')
    file.close()
    expect(readFileSync(path, 'utf8')).toBe('two\nthree\n')
  })

  it('leaves the file alone if `repair` throws', () => {
    const path = join(folder, 'foreign')
    writeFileSync(path, 'foreign')
    const repair = () => {
      throw new Error('not ours')
    }
    expect(() => openAppendFile(path, { repair })).toThrow('not ours')
    expect(readFileSync(path, 'utf8')).toBe('foreign')
  })

  it('removes the part of a failed append that reached a full disk', () => {
    const path = join(folder, 'full')
    const failure = `Cannot append to ${path}: EFBIG: file too large, write\n`
    expect(runOnFullDisk('append-child.ts', path)).toBe(failure + failure)
    expect(readFileSync(path, 'utf8')).toBe(`${'x'.repeat(299)}\n`.repeat(3))
  })

  it.each<[string, (path: string) => void, string]>([
    ['grown', (path) => appendFileSync(path, 'theirs\n'), 'has grown by 7 bytes'],
    ['shrunk', (path) => truncateSync(path, 1), 'has lost 3 bytes'],
    ['deleted', (path) => rmSync(path), 'has been deleted or replaced'],
    ['replaced', (path) => renameSync(anyFile(path), path), 'has been deleted or replaced'],
  ])('throws if another program has %s the file, and leaves it as it is', (name, change, message) => {
    const path = join(folder, name)
    const file = openAppendFile(path)
    file.append('one\n')
    change(path)
    const left = existsSync(path) && readFileSync(path, 'utf8')
    expect(() => file.append('two\n')).toThrow(`${path} ${message} since it was opened here: another program`)
    file.close()
    expect(existsSync(path) && readFileSync(path, 'utf8')).toBe(left)
  })

  it('detects an append by another program while `repair` reads the content', () => {
    const path = join(folder, 'raced')
    const racing = (content: Buffer) => {
      appendFileSync(path, 'theirs\n')
      return wholeLines(content)
    }
    writeFileSync(path, 'one\n')
    const file = openAppendFile(path, { repair: racing })
    expect(() => file.append('two\n')).toThrow('has grown by 7 bytes')
    file.close()
    appendFileSync(path, 'torn')
    expect(() => openAppendFile(path, { repair: racing })).toThrow('has grown by 7 bytes')
    expect(readFileSync(path, 'utf8')).toBe('one\ntheirs\ntorntheirs\n')
  })
})

function anyFile(path: string): string {
  writeFileSync(`${path}.other`, 'one\n')
  return `${path}.other`
}
