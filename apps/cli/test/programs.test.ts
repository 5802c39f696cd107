import type { ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from '@jest/globals'
import { inTemporaryFolder, runCli } from './run-cli.ts'
import { readStudy, writeSweep } from './studies.ts'

/** Returns a sweep file for the program train.js with the parameter x. */
const sweep = (...lines: readonly string[]): string =>
  ['program: train.js', 'metric: {name: loss, goal: minimize}', ...lines, ''].join('\n')

const grid = sweep('method: grid', 'parameters: {x: {values: [1, 2]}}')

const values = (folder: string): unknown[] =>
  readStudy(folder).trials.map(({ state, value }) => (state === 'complete' ? value : state))

const x = `Number(/--x=(\\S+)/.exec(process.argv.join(' '))[1])`

describe('tunekit sweep of a program', () => {
  it('finds the program in the folder of the sweep file, also when the study continues from another folder', async () => {
    await inTemporaryFolder(async (folder) => {
      const project = join(folder, 'project')
      await mkdir(project)
      await writeSweep(project, grid)
      await writeFile(join(project, 'train.js'), `console.log(JSON.stringify({ loss: ${x} }))`)
      const { code } = await runCli(['sweep', 'project/sweep.yaml', '--trials', '1'], { folder })
      expect(code).toBe(0)
      const resume = await runCli(['sweep', '--resume', '../studies/1', '--trials', '2'], { folder: project })
      expect(resume.stderr).toContain('2 of 2 trials')
      expect(values(join(folder, 'studies', '1'))).toEqual([1, 2])
    })
  }, 60_000)

  it('prefers the current folder, as W&B does, also after all files have moved', async () => {
    await inTemporaryFolder(async (folder) => {
      await mkdir(join(folder, 'a', 'configs'), { recursive: true })
      await writeSweep(join(folder, 'a', 'configs'), grid)
      await writeFile(join(folder, 'a', 'configs', 'train.js'), `console.log('{"loss": 7}')`)
      await writeFile(join(folder, 'a', 'train.js'), `console.log(JSON.stringify({ loss: ${x} }))`)
      await runCli(['sweep', 'configs/sweep.yaml', '--trials', '1'], { folder: join(folder, 'a') })
      await rename(join(folder, 'a'), join(folder, 'b'))
      await runCli(['sweep', '--resume', 'b/studies/1', '--trials', '2'], { folder })
      expect(values(join(folder, 'b', 'studies', '1'))).toEqual([1, 2])
    })
  }, 60_000)

  it('does not start a trial if the program is missing', async () => {
    await inTemporaryFolder(async (folder) => {
      await writeSweep(folder, grid)
      const missing = await runCli(['sweep', 'sweep.yaml'], { folder })
      expect(missing).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(/Program train\.js is not in \S+\./),
      })
      await writeFile(join(folder, 'train.js'), `console.log('{"loss": 1}')`)
      await runCli(['sweep', 'sweep.yaml', '--trials', '1'], { folder })
      await rm(join(folder, 'train.js'))
      const gone = await runCli(['sweep', '--resume', 'studies/1', '--trials', '2'], { folder })
      expect(gone).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/train\.js of studies\/1 is no longer in/),
      })
      expect(values(join(folder, 'studies', '1'))).toEqual([1])
    })
  }, 60_000)

  it('reads every line of a program that has ended, and warns of a line that is too long', async () => {
    await inTemporaryFolder(async (folder) => {
      await writeSweep(folder, sweep('method: grid', 'parameters: {x: {value: 1.0}}'))
      const code = `
        process.stdout.write('z'.repeat(2e6) + '\\n')
        for (let step = 0; step < 500; step++) console.log(JSON.stringify({ epoch: 0, step, loss: 499 - step }))
        console.log(process.argv.slice(2).join(' '))`
      await writeFile(join(folder, 'train.js'), code)
      const { stderr } = await runCli(['sweep', 'sweep.yaml'], { folder })
      const [{ value, intermediate }] = readStudy(join(folder, 'studies', '1')).trials
      expect([value, intermediate.size]).toEqual([0, 500])
      const warning =
        'A line of more than 1048576 characters on stdout was skipped. Further long lines are skipped silently.'
      expect(stderr).toContain(`Trial 0: ${warning}`)
      expect(await readFile(join(folder, 'studies', '1', 'trials', '0', 'output.log'), 'utf8')).toBe(
        `${warning}\n--x=1.0\n`,
      )
    })
  }, 60_000)

  it('reads the last line even if the study is stopped when the program ends', async () => {
    await inTemporaryFolder(async (folder) => {
      await writeSweep(folder, sweep('timeout: 6', 'method: grid', 'parameters: {x: {value: 1}}'))
      const code = `
        require('fs').writeFileSync('started', '')
        let epoch = 0
        const timer = setInterval(() => {
          console.log(JSON.stringify({ epoch, loss: 5 - epoch }))
          if (++epoch > 5) clearInterval(timer)
        }, 100)`
      await writeFile(join(folder, 'train.js'), code)
      let paused: Promise<void> | undefined
      const pause = async (child: ChildProcess): Promise<void> => {
        while (!existsSync(join(folder, 'started'))) await delay(10)
        child.kill('SIGSTOP')
        await delay(7000)
        child.kill('SIGCONT')
      }
      await runCli(['sweep', 'sweep.yaml'], { folder, watch: (child) => (paused ??= pause(child)) })
      await paused
      const [{ state, value, intermediate }] = readStudy(join(folder, 'studies', '1')).trials
      expect([state, value, intermediate.size]).toEqual(['complete', 0, 6])
    })
  }, 60_000)

  it('restarts a program that a signal ended, but not a program that failed', async () => {
    await inTemporaryFolder(async (folder) => {
      await writeSweep(
        folder,
        sweep('method: grid', 'retry_on_crash: 2', 'retry_on_error: 0', 'parameters: {x: {values: [1, 2]}}'),
      )
      const code = `
        const attempt = Number(process.env.TUNEKIT_ATTEMPT)
        if (attempt < 3 && ${x} === 1) process.kill(process.pid, 'SIGKILL')
        else if (attempt < 3) process.exitCode = 1
        else console.log(JSON.stringify({ loss: attempt }))`
      await writeFile(join(folder, 'train.js'), code)
      await runCli(['sweep', 'sweep.yaml'], { folder })
      expect(values(join(folder, 'studies', '1'))).toEqual([3, 'failed'])
    })
  }, 60_000)

  it.each([
    [
      'command: ["${envvar:TUNEKIT_NOT_SET}"]',
      /sweep\.yaml:3:11: Environment variable TUNEKIT_NOT_SET is not set/,
    ],
    ['timeout: 010', /sweep\.yaml:3:10: `timeout` is 010, which is 8 in YAML 1\.1/],
  ])('rejects %s at its place, before anything starts', async (line, message) => {
    await inTemporaryFolder(async (folder) => {
      await writeSweep(folder, sweep(line, 'method: grid', 'parameters: {x: {value: 1}}'))
      expect(await runCli(['sweep', 'sweep.yaml'], { folder })).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(message),
      })
    })
  })

  it('rejects two names of one option of `tunekit train`', async () => {
    await inTemporaryFolder(async (folder) => {
      await writeSweep(folder, 'method: grid\nparameters: {batch_size: {value: 8}, batchSize: {value: 16}}\n')
      expect(await runCli(['sweep', 'sweep.yaml'], { folder })).toMatchObject({
        code: 2,
        stderr: expect.stringContaining(
          'sweep.yaml:2:38: Parameter "batchSize" is another name of "batch_size"',
        ),
      })
    })
  })
})
