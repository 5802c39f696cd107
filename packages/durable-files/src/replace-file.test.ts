import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { runOnFullDisk } from '../test/run-child.ts'
import { temporaryFolder } from '../test/temporary-folder.ts'
import { replaceFile } from './replace-file.ts'

const folder = temporaryFolder()

function newFolder(name: string): string {
  const path = join(folder, name)
  mkdirSync(path)
  return path
}

describe('replaceFile', () => {
  it('writes text and bytes, and leaves nothing else', () => {
    const here = newFolder('plain')
    const path = join(here, 'file')
    replaceFile(path, 'öld')
    expect(readFileSync(path, 'utf8')).toBe('öld')
    replaceFile(path, Uint8Array.of(110, 101, 119))
    expect(readFileSync(path, 'utf8')).toBe('new')
    expect(readdirSync(here)).toEqual(['file'])
  })

  it('leaves the old file if the new one does not fit on the disk', () => {
    const here = newFolder('full')
    const path = join(here, 'file')
    writeFileSync(path, 'old')
    expect(runOnFullDisk('replace-file-child.ts', path, '100000')).toBe(
      `EFBIG: file too large, write '${path}'`,
    )
    expect(readFileSync(path, 'utf8')).toBe('old')
    expect(readdirSync(here)).toEqual(['file'])
  })

  it('leaves nothing if the rename fails', () => {
    const here = newFolder('folder')
    mkdirSync(join(here, 'file'))
    expect(() => replaceFile(join(here, 'file'), 'new')).toThrow('EISDIR')
    expect(readdirSync(here)).toEqual(['file'])
  })

  it('gives a new file the mode of the umask, and keeps the mode of an old one', () => {
    const path = join(newFolder('mode'), 'file')
    const umask = process.umask(0o027)
    try {
      replaceFile(path, '')
      expect(statSync(path).mode & 0o777).toBe(0o640)
      chmodSync(path, 0o664)
      replaceFile(path, 'new')
      expect(statSync(path).mode & 0o777).toBe(0o664)
    } finally {
      process.umask(umask)
    }
  })

  it('replaces the target of a chain of symbolic links, whether or not it exists', () => {
    const here = newFolder('links')
    mkdirSync(join(here, 'elsewhere'))
    symlinkSync('elsewhere/middle', join(here, 'link'))
    symlinkSync('../target', join(here, 'elsewhere', 'middle'))
    for (const text of ['first', 'second']) {
      replaceFile(join(here, 'link'), text)
      expect(readFileSync(join(here, 'target'), 'utf8')).toBe(text)
    }
    expect(lstatSync(join(here, 'link')).isSymbolicLink()).toBe(true)
    expect(readdirSync(here).sort()).toEqual(['elsewhere', 'link', 'target'])
  })

  it('writes to a device instead of replacing it', () => {
    replaceFile('/dev/null', 'text')
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true)
  })
})
