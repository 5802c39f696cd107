/** Crash tests of the whole runner: real processes, really killed. */
import { describe, expect, it } from '@jest/globals'
import { killRounds } from './kill/kill-rounds.ts'
import { temporaryFolder } from './temporary-folder.ts'

describe('a study whose processes are killed', () => {
  const root = temporaryFolder()

  it('comes to the same as one that is not, 100 kills on', async () => {
    const lanes = await Promise.all([1, 2].map((lane) => killRounds(root, lane, 50)))
    for (const made of lanes) expect(Object.values(made)).not.toContain(0)
  }, 240_000)
})
