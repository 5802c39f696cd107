import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { inTemporaryFolder, runCli } from './run-cli.ts'
import { cyclicLabels, writeTinyData } from './tiny-data.ts'

const sweep = `
method: grid
parameters:
  data: { value: digits }
  epochs: { value: 1 }
  validation: { value: 16 }
  learning-rate: { values: [0.01, 0.02] }
`

describe('a study of a data folder', () => {
  it('continues from another folder, and after it has moved with its data', async () => {
    await inTemporaryFolder(async (folder) => {
      const project = join(folder, 'project')
      await mkdir(project)
      await writeTinyData(join(project, 'digits'), { train: cyclicLabels(64), test: cyclicLabels(16) })
      await writeFile(join(project, 'sweep.yaml'), sweep)
      const begun = await runCli(['sweep', 'sweep.yaml', '--workers', '1', '--trials', '1'], {
        folder: project,
      })
      expect(begun).toMatchObject({ code: 0 })
      await rename(project, join(folder, 'moved'))
      const args = ['sweep', '--resume', 'moved/studies/1', '--workers', '1', '--trials', '2']
      const resumed = await runCli(args, { folder })
      expect(resumed).toMatchObject({ code: 0, stderr: expect.stringContaining('2 of 2 trials') })
    })
  }, 60_000)

  it("of an earlier version keeps that version's defaults, the post's", async () => {
    await inTemporaryFolder(async (folder) => {
      await writeTinyData(join(folder, 'digits'), { train: cyclicLabels(64), test: cyclicLabels(16) })
      await writeFile(
        join(folder, 'sweep.yaml'),
        `${sweep.replace(/ {2}learning.*\n/, '')}  optimizer: { values: [adam, sgd] }\n`,
      )
      await runCli(['sweep', 'sweep.yaml', '--workers', '1', '--trials', '1'], { folder })
      await rm(join(folder, 'studies/1/working-folder.json')) // as studies were before rules had defaults of their own
      await runCli(['sweep', '--resume', 'studies/1', '--workers', '1', '--trials', '2'], { folder })
      const config = await readFile(join(folder, 'studies/1/trials/1/config.json'), 'utf8')
      expect(JSON.parse(config)).toMatchObject({
        options: {
          optimizer: { name: 'chain', links: [{ name: 'l2', weightDecay: 1e-6 }, { learningRate: 3e-4 }] },
        },
      })
    })
  }, 60_000)

  it('of the post finds its data from another folder', async () => {
    await inTemporaryFolder(async (folder) => {
      await writeTinyData(join(folder, 'digits'), { train: cyclicLabels(64), test: cyclicLabels(16) })
      const options = [
        '--seeds',
        '1',
        '--only',
        'optimizer',
        '--epochs',
        '1',
        '--data',
        'digits',
        '--workers',
        '1',
      ]
      let killed = false
      await runCli(['reproduce', ...options], {
        folder,
        watch: (child, stderr) => (killed ||= /Trial 0 /.test(stderr) && child.kill('SIGINT')),
      })
      await mkdir(join(folder, 'elsewhere'))
      const resumed = await runCli(['reproduce', '--resume', '../studies/1', '--workers', '1'], {
        folder: join(folder, 'elsewhere'),
      })
      expect(killed).toBe(true)
      expect(resumed).toMatchObject({ code: 0 })
      expect(resumed.stderr).not.toContain('failed')
    })
  }, 120_000)
})
