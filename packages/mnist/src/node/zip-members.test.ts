import { readdirSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { expect, it } from '@jest/globals'
import { withFolder } from '../../test/with-folder.ts'
import { zip } from '../../test/zip.ts'
import { zipMembers } from './zip-members.ts'

it('zipMembers closes the file in any case', async () => {
  await withFolder(async (folder) => {
    const path = join(folder, 'file.zip')
    const bytes = zip({ first: new Uint8Array(100).fill(7), second: new Uint8Array(100) })
    await writeFile(path, bytes)
    const before = readdirSync('/dev/fd').length
    expect((await zipMembers(path, ['second', 'first'])).map(([byte]) => byte)).toEqual([0, 7])
    await expect(zipMembers(path, ['third'])).rejects.toThrow('Zip file lacks a member: expected third')
    bytes.fill(0xff, 35, 40) // the first member's data
    await writeFile(path, bytes)
    await expect(zipMembers(path, ['first'])).rejects.toThrow()
    await setTimeout(50) // the system closes files in the background
    expect(readdirSync('/dev/fd').length).toBe(before)
  })
})
