import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { inTemporaryFolder, runCli } from './run-cli.ts'
import { readStudy } from './studies.ts'

/** A program that succeeds only if `count` of its processes run at the same time. */
const together = (count: number): string => `
import { appendFileSync, readFileSync } from 'node:fs'
appendFileSync('started', '+')
for (let tries = 0; readFileSync('started').length < ${count}; tries++) {
  if (tries === 600) process.exit(1)
  await new Promise((resolve) => setTimeout(resolve, 100))
}
console.log(JSON.stringify({ loss: 1 }))
`

const file = (method: string, parameter: string): string => `
program: together.mjs
command: [node, "\${program}", "\${args}"]
method: ${method}
run_cap: 6
metric: { name: loss, goal: minimize }
parameters: { x: ${parameter} }
`

async function sweep(method: string, parameter: string, ...args: string[]): Promise<{ stderr: string }> {
  return inTemporaryFolder(async (folder) => {
    await writeFile(join(folder, 'together.mjs'), together(6))
    await writeFile(join(folder, 'sweep.yaml'), file(method, parameter))
    const { stderr, code } = await runCli(['sweep', 'sweep.yaml', '--out', 'study', ...args], { folder })
    expect(readStudy(join(folder, 'study')).trials.map(({ state }) => state)).toEqual(
      Array(6).fill('complete'),
    )
    expect(code).toBe(0)
    return { stderr }
  })
}

describe('tunekit sweep --workers', () => {
  it('runs the given number of trials at a time if no decision depends on other trials', async () => {
    const { stderr } = await sweep('grid', '{ values: [1, 2, 3, 4, 5, 6] }', '--workers', '8')
    expect(stderr).toMatch(/^6 trials, 6 at a time\. Study folder: study$/m)
    expect(stderr).not.toMatch(/lag/)
  }, 90_000)

  it('runs more than 4 at a time with --lag if decisions depend on other trials', async () => {
    const { stderr } = await sweep('bayes', '{ min: 0.0, max: 1.0 }', '--workers', '8', '--lag', '6')
    expect(stderr).toMatch(/^6 trials, 6 at a time\. Study folder: study$/m)
    expect(stderr).not.toContain('`lag`')
  }, 90_000)

  it('explains why fewer trials run at a time', async () => {
    await inTemporaryFolder(async (folder) => {
      await writeFile(join(folder, 'together.mjs'), together(1))
      await writeFile(join(folder, 'sweep.yaml'), `${file('bayes', '{ min: 0.0, max: 1.0 }')}lag: 3\n`)
      const { stderr } = await runCli(['sweep', 'sweep.yaml', '--out', 'study', '--workers', '8'], { folder })
      expect(stderr).toMatch(/^6 trials, 3 at a time\. Study folder: study$/m)
      expect(stderr).toContain(
        'At most 3 trials run at a time, because the sampler bases its decisions about a trial on trials at least 3 ' +
          'before it (`lag`). To run more, give a larger --lag.\n',
      )
      const args = ['sweep', '--resume', 'study', '--trials', '7', '--workers', '8']
      const resumed = await runCli(args, { folder })
      expect(resumed.stderr).toMatch(/^7 trials, 3 at a time\./m)
      expect((await runCli([...args, '--lag', '8'], { folder })).code).toBe(2)
    })
  }, 90_000)
})
