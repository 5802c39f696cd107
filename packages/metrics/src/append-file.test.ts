import { describe, expect, it, jest } from '@jest/globals'
import * as fs from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '../test/temporary-folder.ts'

// A disk that takes half of what it is given, then is full.
let full = false
jest.unstable_mockModule('node:fs', () => ({
  ...fs,
  writeFileSync(fd: number, data: string): void {
    if (!full) return fs.writeFileSync(fd, data)
    fs.writeFileSync(fd, data.slice(0, data.length / 2))
    throw new Error('ENOSPC: no space left on device, write')
  },
}))
const { openAppendFile } = await import('./append-file.ts')

describe('openAppendFile', () => {
  const folder = temporaryFolder()

  it('takes back a piece that the disk took only a part of', () => {
    const path = join(folder, 'full')
    fs.writeFileSync(path, 'before\n')
    const file = openAppendFile(path)
    file.append('öne\n')
    full = true
    expect(() => file.append('two\n')).toThrow(
      `Cannot append to ${path}: ENOSPC: no space left on device, write`,
    )
    full = false
    file.append('three\n')
    file.close()
    expect(fs.readFileSync(path, 'utf8')).toBe('before\nöne\nthree\n')
  })

  it('fails with `ax` if the file is there', () => {
    const path = join(folder, 'there')
    fs.writeFileSync(path, '')
    expect(() => openAppendFile(path, { flags: 'ax' })).toThrow('EEXIST')
  })
})
