import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { inTemporaryFolder, runCli } from './run-cli.ts'
import { readStudy, results } from './studies.ts'

const small = ['--limit-train', '300', '--epochs', '1']

/** Returns the table without the seconds, which differ each time. */
function tableOf(stderr: string): string[] {
  const lines = stderr.split('\n')
  const start = lines.findIndex((line) => line.trimStart().startsWith('final '))
  return lines.slice(start, -2).map((line) => line.replace(/ +\d+\.\d\d$/, ' s'))
}

describe('tunekit reproduce', () => {
  it("leaves out the post's figures if it trained for less, and gives the same results after a kill", async () => {
    await inTemporaryFolder(async (folder) => {
      const args = ['reproduce', '--only', 'weight-decay', '--seeds', '2', ...small]
      const whole = await runCli([...args, '--json', '--out', 'whole'], { folder })
      expect(whole.code).toBe(0)
      expect(whole.stderr).toMatch(/^The post's study: 8 runs, \d+ at a time\./)
      expect(whole.stderr).toMatch(/^batch 32 +\d+\.\d\d ± \d+\.\d\d +\d+\.\d\d ± \d+\.\d\d +\d+\.\d\d$/m)
      expect(whole.stderr).toMatch(/^L2 1e-6 +\d+\.\d\d ± /m)
      expect(whole.stderr).not.toMatch(/98\.94|97\.68|98\.87|99\.05/)
      expect(whole.stderr).toContain('these runs had 1 epoch, 300 training images.')
      expect(whole.stderr).not.toContain('ADAMW')
      expect(whole.stderr).toContain('Test accuracy in percent after 1 epoch of 300 images,')
      expect(whole.stderr).toMatch(/^L2 1e-2: .*"batch 32"/m)
      expect(
        Math.max(
          ...tableOf(whole.stderr)
            .slice(0, 6)
            .map((line) => line.length),
        ),
      ).toBeLessThanOrEqual(80)

      const { trials, name } = readStudy(join(folder, 'whole'))
      expect(name).toBe('reproduction')
      expect(trials.map(({ seed }) => seed)).toEqual([1, 2, 1, 2, 1, 2, 1, 2])
      const rows = JSON.parse(whole.stdout)
      expect(rows.map(({ label }: { label: string }) => label)).toEqual([
        'batch 32',
        'L2 1e-2',
        'L2 1e-4',
        'L2 1e-6',
      ])
      expect(rows[0].final).toMatchObject({ n: 2, mean: (trials[0].value! + trials[1].value!) / 2 })
      expect(existsSync(join(folder, 'whole', 'report.html'))).toBe(true)

      const killed = await runCli([...args, '--out', 'killed'], {
        folder,
        watch: (child, stderr) => {
          if (/Trial 2 .*complete/.test(stderr)) child.kill('SIGKILL')
        },
      })
      expect(killed.code).toBeNull()
      const resumed = await runCli(['reproduce', '--resume', 'killed'], { folder })
      expect(resumed.code).toBe(0)
      expect(results(join(folder, 'killed'))).toEqual(results(join(folder, 'whole')))
      expect(tableOf(resumed.stderr)).toEqual(tableOf(whole.stderr))
    })
  }, 120_000)

  it("explains the post's ADAMW", async () => {
    await inTemporaryFolder(async (folder) => {
      const { stderr, code } = await runCli(['reproduce', '--only', 'optimizer', '--seeds', '1', ...small], {
        folder,
      })
      expect(code).toBe(0)
      const accuracy = /^L2 1e-6 +(\d+\.\d\d) /m.exec(stderr)![1]
      expect(stderr).toMatch(new RegExp(`^ADAMW +${accuracy} `, 'm'))
      expect(stderr).toMatch(/^AdamW, decay 0\.01 +\d+\.\d\d /m)
      expect(stderr).toContain(
        "ADAMW: the post's run is its L2 1e-6 again, since Flux's ADAMW has no decay by default.",
      )
      expect(stderr).toMatch(/^NADAM: no difference from "L2 1e-6" can be found with one seed/m)
    })
  }, 60_000)
})
