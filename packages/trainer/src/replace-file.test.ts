import { spawnSync } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { replaceFile } from './replace-file.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'replace-file-'))
})

afterAll(() => rm(folder, { recursive: true }))

describe('replaceFile', () => {
  it('replaces a file and leaves nothing else', async () => {
    const path = join(folder, 'file')
    await writeFile(path, 'old')
    await replaceFile(path, Uint8Array.of(110, 101, 119))
    expect(await readFile(path, 'utf8')).toBe('new')
    expect(await readdir(folder)).toEqual(['file'])
  })

  // A file that may not grow beyond some size stands for a full disk, which cuts a write short.
  it('leaves the old file if the new one does not fit', async () => {
    const path = join(folder, 'file')
    await writeFile(path, 'old')
    const script = join(import.meta.dirname, '../test/replace-file-child.ts')
    const command = `ulimit -f 1; trap '' XFSZ; exec "${process.execPath}" "${script}" "${path}" 100000`
    const { stdout } = spawnSync('bash', ['-c', command], { encoding: 'utf8' })
    expect(stdout).toBe('EFBIG')
    expect(await readFile(path, 'utf8')).toBe('old')
    expect(await readdir(folder)).toEqual(['file'])
  })
})
