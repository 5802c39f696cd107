import { existsSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { inTemporaryFolder, runCli } from './run-cli.ts'
import type { Result } from './run-cli.ts'
import { bySlot, fourTrials, processesOf, readStudy, results, sweepFile, writeSweep } from './studies.ts'

/** Waits until the trials of a killed coordinator have ended; they detect its end within a second. */
async function untilNoProcessIsLeft(study: string): Promise<void> {
  for (let tries = 0; processesOf(study).length > 0; tries++) {
    if (tries === 100) throw new Error(`Processes ${processesOf(study).join(', ')} are left.`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

async function sweep(folder: string, ...args: string[]): Promise<Result> {
  const result = await runCli(['sweep', ...args], { folder })
  if (result.code !== 0) throw new Error(`tunekit sweep ended with ${result.code}: ${result.stderr}`)
  return result
}

/** Runs a sweep and sends it a signal after its first trial has ended, while others run. */
async function sweepUntil(signal: NodeJS.Signals, folder: string, ...args: string[]): Promise<Result> {
  let isSent = false
  return runCli(['sweep', ...args], {
    folder,
    watch: (child, stderr) => {
      if (!isSent && /Trial \d+ .*complete/.test(stderr)) isSent = child.kill(signal)
    },
  })
}

describe('tunekit sweep', () => {
  it('runs exactly its trials, and stores them in the study folder', async () => {
    await inTemporaryFolder(async (folder) => {
      await writeSweep(folder, fourTrials)
      const { stdout, stderr } = await sweep(folder, 'sweep.yaml', '--json')
      const study = join(folder, 'studies', '1')
      const { trials, metric, direction } = readStudy(study)
      expect(trials.map(({ state }) => state)).toEqual(Array(4).fill('complete'))
      expect({ metric, direction }).toEqual({ metric: 'validation.accuracy', direction: 'maximize' })
      expect((await readdir(study)).sort()).toEqual([
        'events.out.tfevents.0.hparams',
        'journal.log',
        'report.html',
        'sweep.yaml',
        'trials',
        'working-folder.json',
      ])
      expect(await readFile(join(study, 'sweep.yaml'), 'utf8')).toBe(fourTrials)
      for (const { slot, value, configuration, seed, attributes } of trials) {
        const run = join(study, 'trials', String(slot))
        const summary = JSON.parse(await readFile(join(run, 'summary.json'), 'utf8'))
        expect(summary).toMatchObject({ validationAccuracy: value, weightsSha256: attributes.weightsSha256 })
        expect(summary.testAccuracy).toBeUndefined()
        const { options } = JSON.parse(await readFile(join(run, 'config.json'), 'utf8'))
        expect(options).toMatchObject({ seed, batchSize: configuration['batch-size'], limitTrain: 600 })
        expect(options.optimizer.links[1].learningRate).toBe(configuration['learning-rate'])
      }
      const best = trials.reduce((a, b) => (b.value! > a.value! ? b : a))
      expect(JSON.parse(stdout)).toMatchObject({
        study: join('studies', '1'),
        best: { number: best.number, configuration: best.configuration, value: best.value },
      })
      expect(stderr).toMatch(/^4 trials, \d+ at a time\. Study folder: studies\/1$/m)
      expect(stderr).toMatch(
        /^Trial \d \(learning-rate .*, batch-size \d+, seed \d+\) complete with \d+\.00 %\./m,
      )
      expect(stderr).toMatch(/4 of 4 trials\.$/m)
    })
  }, 60_000)

  it('has the same results with one worker, with two, and killed and resumed', async () => {
    await inTemporaryFolder(async (folder) => {
      await writeSweep(folder, fourTrials)
      await sweep(folder, 'sweep.yaml', '--workers', '1', '--out', 'one')
      await sweep(folder, 'sweep.yaml', '--workers', '2', '--out', 'two')
      const expected = results(join(folder, 'one'))
      expect(results(join(folder, 'two'))).toEqual(expected)

      const killed = await sweepUntil('SIGKILL', folder, 'sweep.yaml', '--workers', '2', '--out', 'killed')
      expect(killed.code).toBeNull()
      await untilNoProcessIsLeft(join(folder, 'killed'))
      const states = readStudy(join(folder, 'killed')).trials.map(({ state }) => state)
      expect(states).toContain('running')
      await sweep(folder, '--resume', 'killed')
      expect(results(join(folder, 'killed'))).toEqual(expected)
      expect(readStudy(join(folder, 'killed')).trials).toHaveLength(4)
      expect(processesOf(join(folder, 'killed'))).toEqual([])
    })
  }, 120_000)

  it('stops on Ctrl-C, prints how to continue, and continues', async () => {
    await inTemporaryFolder(async (folder) => {
      await writeSweep(folder, fourTrials)
      const stopped = await sweepUntil('SIGINT', folder, 'sweep.yaml', '--trials', '3', '--workers', '1')
      expect(stopped.code).toBe(130)
      const command =
        /Stopped by SIGINT\. The study is saved\. Continue it with:\n {2}npx tunekit (.*)\n$/.exec(
          stopped.stderr,
        )!
      expect(command[1]).toBe('sweep --resume studies/1')
      expect(processesOf(join(folder, 'studies', '1'))).toEqual([])
      expect(existsSync(join(folder, 'studies', '1', 'journal.log.lock'))).toBe(false)

      const { stderr } = await runCli(command[1].split(' '), { folder })
      expect(stderr).toContain('3 of 3 trials') // as many as it was started with, not the file's run_cap
      await sweep(folder, '--resume', 'studies/1', '--trials', '4')
      expect(readStudy(join(folder, 'studies', '1')).trials).toHaveLength(4)

      await sweep(folder, 'sweep.yaml', '--out', 'whole')
      expect(results(join(folder, 'studies', '1'))).toEqual(results(join(folder, 'whole')))
    })
  }, 120_000)

  it('continues after a failed trial, and prints the reason', async () => {
    await inTemporaryFolder(async (folder) => {
      await writeSweep(
        folder,
        sweepFile(['method: grid'], ['optimizer: {value: sgd}', 'learning-rate: {values: [1e30, 0.01]}']),
      )
      const { stderr } = await sweep(folder, 'sweep.yaml')
      const study = join(folder, 'studies', '1')
      expect(readStudy(study).trials.map(({ state }) => state)).toEqual(['failed', 'complete'])
      expect(stderr).toMatch(
        /^Trial 0 \(learning-rate 1e\+30, seed \d+\) failed: .*diverged in epoch 1 at step/m,
      )
      expect(stderr).not.toContain('..')

      await sweep(folder, '--resume', 'studies/1', '--retry-failed')
      expect(readStudy(study).trials.map(({ slot, state }) => [slot, state])).toEqual([
        [0, 'failed'],
        [1, 'complete'],
        [0, 'failed'],
      ])
    })
  }, 60_000)

  it('exits with 1 if no trial is complete', async () => {
    await inTemporaryFolder(async (folder) => {
      await writeSweep(
        folder,
        sweepFile(['method: grid'], ['optimizer: {value: adam}', 'momentum: {values: [0.5, 0.9]}']),
      )
      const { stdout, stderr, code } = await runCli(['sweep', 'sweep.yaml', '--json'], { folder })
      expect(code).toBe(1)
      expect(JSON.parse(stdout)).toMatchObject({ best: null })
      expect(stderr).toMatch(
        /^No trial is complete: 2 of 2 failed, the last with: .*"adam" has no option `momentum`/m,
      )
      expect(existsSync(join(folder, 'studies', '1', 'report.html'))).toBe(true)
    })
  }, 60_000)

  it('starts no trial after one that reaches the target', async () => {
    await inTemporaryFolder(async (folder) => {
      await writeSweep(
        folder,
        sweepFile(
          ['method: random', 'run_cap: 20', 'metric: {name: validation.loss, goal: minimize, target: 100}'],
          ['batch-size: {values: [16, 32]}'],
        ),
      )
      await sweep(folder, 'sweep.yaml', '--workers', '1')
      expect(readStudy(join(folder, 'studies', '1')).trials).toHaveLength(1)
    })
  }, 60_000)

  it('needs no metric for tunekit train with any method', async () => {
    await inTemporaryFolder(async (folder) => {
      await writeSweep(
        folder,
        sweepFile(
          ['method: tpe', 'run_cap: 2', 'pruner: {type: threshold, lower: 0.999}'],
          ['batch_size: {values: [16, 32]}'],
        ),
      )
      const { stderr } = await runCli(['sweep', 'sweep.yaml'], { folder })
      const { trials, metric } = readStudy(join(folder, 'studies', '1'))
      expect(metric).toBe('validation.accuracy')
      expect(trials.map(({ state, intermediate }) => [state, intermediate.size])).toEqual([
        ['pruned', 1],
        ['pruned', 1],
      ])
      expect(stderr).toContain('2 of 2 trials · 2 pruned')
    })
  }, 60_000)
})

describe('tunekit sweep of a program', () => {
  it('runs a W&B file: arguments from macros, metrics from JSON lines, repeats, and a pruner', async () => {
    await inTemporaryFolder(async (folder) => {
      await writeFile(join(folder, 'objective.cjs'), objective)
      await writeSweep(folder, programSweep)
      await sweep(folder, 'sweep.yaml')
      const { trials } = readStudy(join(folder, 'studies', '1'))
      expect(
        trials.map(({ configuration, seed, state, value }) => ({ ...configuration, seed, state, value })),
      ).toEqual([
        { rate: 1, kind: 'a', seed: 3, state: 'complete', value: 1 },
        { rate: 1, kind: 'a', seed: 4, state: 'complete', value: 1 },
        { rate: 2, kind: 'a', seed: 3, state: 'complete', value: 2 },
        { rate: 2, kind: 'a', seed: 4, state: 'complete', value: 2 },
        { rate: 99, kind: 'a', seed: 3, state: 'pruned', value: undefined },
        { rate: 99, kind: 'a', seed: 4, state: 'pruned', value: undefined },
      ])
      const output = await readFile(join(folder, 'studies', '1', 'trials', '2', 'output.log'), 'utf8')
      expect(output).toContain('arguments --fixed --rate=2 --kind=a seed 3')
    })
  }, 60_000)

  it('shows the last output of a program that fails', async () => {
    await inTemporaryFolder(async (folder) => {
      await writeFile(join(folder, 'objective.cjs'), "console.error('no such digit'); process.exit(3)\n")
      await writeSweep(folder, programSweep)
      const { code, stderr } = await runCli(['sweep', 'sweep.yaml', '--trials', '1'], { folder })
      expect(code).toBe(1)
      expect(stderr).toMatch(/ended with code 3: .*objective\.cjs --fixed --rate=1 --kind=a/)
      expect(stderr).toContain('no such digit')
      expect(bySlot(readStudy(join(folder, 'studies', '1')))[0].state).toBe('failed')
    })
  }, 60_000)
})

/** Prints its arguments, then its rate as the loss. */
const objective = `
console.log('arguments', process.argv.slice(2).join(' '), 'seed', process.env.TUNEKIT_SEED)
const rate = Number(/--rate=(\\S+)/.exec(process.argv.join(' '))[1])
console.log(JSON.stringify({ step: 1, loss: rate }))
if (rate < 50) process.exit()
setInterval(() => {}, 1000)
`

const programSweep = `
program: objective.cjs
method: grid
metric: {name: loss, goal: minimize}
seeds: [3, 4]
pruner: {type: threshold, upper: 50}
command: ['${process.execPath}', '\${program}', --fixed, '\${args}']
parameters:
  rate: {values: [1, 2, 99]}
  kind: {value: a}
`
