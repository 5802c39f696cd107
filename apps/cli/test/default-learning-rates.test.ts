import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { optimizerNames } from '@tunekit/optimizers'
import { inTemporaryFolder } from './run-cli.ts'
import { trainInProcess } from './train-in-process.ts'

describe('tunekit train --optimizer', () => {
  it.each(optimizerNames)(
    'learns from 1,500 digits in an epoch by default: %s',
    async (optimizer) => {
      await inTemporaryFolder(async (folder) => {
        const small = ['--limit-train=1500', '--limit-test=1000', '--epochs=1', '--seed=1']
        const { summary } = await trainInProcess(join(folder, 'run'), [`--optimizer=${optimizer}`, ...small])
        expect(summary.testAccuracy).toBeGreaterThan(0.35)
      })
    },
    30_000,
  )
})
