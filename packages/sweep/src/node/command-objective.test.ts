import { beforeEach, describe, expect, it } from '@jest/globals'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { fakeTrial } from '../../test/fake-trial.ts'
import { findPythonWithOptuna } from '../../test/optuna/find-python.ts'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import type { TrialResult } from '../executors/executor.ts'
import { runObjective } from '../executors/run-objective.ts'
import { TrialStopped } from '../executors/trial.ts'
import { checkConfiguration } from '../parameters/check-configuration.ts'
import { parseSweepFile } from '../sweep-file/parse-sweep-file.ts'
import { commandExecutor } from './command-executor.ts'
import { commandObjective, type CommandObjectiveOptions } from './command-objective.ts'

const programs = fileURLToPath(new URL('../../test/fixtures/programs', import.meta.url))
const root = temporaryFolder()
const output: string[] = []
let folder = ''

beforeEach(() => {
  output.length = 0
  folder = join(root, String(readdirSync(root).length))
  mkdirSync(folder)
})

const objectiveOf = (options: Partial<CommandObjectiveOptions> = {}): ReturnType<typeof commandObjective> =>
  commandObjective({
    metric: 'loss',
    onOutput: (line, stream) => output.push(`${stream}: ${line}`),
    ...options,
  })

/** A command that is a line of JavaScript. */
const script = (code: string, ...words: readonly string[]): Partial<CommandObjectiveOptions> => ({
  command: [process.execPath, '-e', code, ...words],
})

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** What wandb wrote for a program that logged three times. */
const vector = fileURLToPath(new URL('../../test/vectors/wandb-log.json', import.meta.url))
const writeLog = `
  const { mkdirSync, readFileSync, writeFileSync } = require('fs')
  const run = process.env.WANDB_DIR + '/wandb/offline-run-20260101_000000-a'
  mkdirSync(run, { recursive: true })
  writeFileSync(run + '/run-a.wandb', Buffer.from(JSON.parse(readFileSync(process.argv[1])).file, 'base64'))`

describe('commandObjective', () => {
  it('runs a program, reports its metric by epoch, passes on the rest, and returns the last value', async () => {
    const objective = objectiveOf({ program: join(programs, 'train.js'), metric: 'val.loss' })
    const trial = fakeTrial({ folder, configuration: { lr: 0.6 } })
    expect(await objective(trial)).toEqual({
      value: 0.6 / 3,
      attributes: { metrics: { epoch: 3, batch: 300, 'val.loss': 0.6 / 3, 'val.accuracy': 0.5 } },
    })
    expect(trial.reports).toEqual([
      [1, 0.6],
      [2, 0.3],
      [3, 0.6 / 3],
    ])
    expect(output).toEqual(
      expect.arrayContaining(['stdout: starting', 'stdout: {"epoch":1,"batch":100}', 'stderr: done']),
    )
    expect(output).toHaveLength(5)
  })

  it('counts reports that have no step, and takes the NaN that Python prints', async () => {
    const trial = fakeTrial({ folder })
    const code = `console.log('{"loss": 2}\\n{"loss": NaN, "epoch": 0.5}\\n{"loss": 1}')`
    expect(await objectiveOf(script(code))(trial)).toMatchObject({ value: 1 })
    expect(trial.reports).toEqual([
      [0, 2],
      [1, NaN],
      [2, 1],
    ])
  })

  it('reads a last line that does not end, and one that comes in pieces', async () => {
    const code = `process.stdout.write('{"lo', () => setImmediate(() => process.stdout.write('ss": 3}')))`
    expect(await objectiveOf(script(code))(fakeTrial({ folder }))).toMatchObject({ value: 3 })
  })

  it('takes every line of a program that has ended, however slowly they are taken', async () => {
    const reports: number[] = []
    const trial = {
      ...fakeTrial({ folder }),
      report: async (step: number) => {
        await delay(5)
        reports.push(step)
      },
    }
    const code = `for (let step = 0; step < 400; step++) console.log(JSON.stringify({ step, loss: 399 - step }))`
    expect(await objectiveOf(script(code))(trial)).toMatchObject({ value: 0 })
    expect(reports).toEqual(Array.from({ length: 400 }, (_, step) => step))
  })

  it('takes lines after a progress bar, in colours, and after one that is too long', async () => {
    const code = `
      process.stdout.write('\\r 1 %\\r 2 %\\r{"step": 1, "loss": 3}\\n')
      process.stdout.write('\\x1b[32m{"step": 2, "loss": 2}\\x1b[0m\\n')
      process.stdout.write('{"image": "' + 'x'.repeat(3e6) + '"}\\n' + 'y'.repeat(3e6) + '\\n{"step": 3, "loss": 1}\\n')`
    const trial = fakeTrial({ folder })
    expect(await objectiveOf(script(code))(trial)).toMatchObject({ value: 1 })
    expect(trial.reports).toEqual([
      [1, 3],
      [2, 2],
      [3, 1],
    ])
    const warning = 'A line of more than 1048576 characters on stdout was skipped, and so are others.'
    expect(output).toEqual(['stdout:  1 %', 'stdout:  2 %', `stderr: ${warning}`])
    expect(trial.warnings).toEqual([warning])
  })

  it('gives the program its parameters, nested ones within others, and what identifies the trial', async () => {
    const code = `
      const { env, argv } = process
      const { WANDB_RUN_ID, WANDB_SWEEP_ID, WANDB_MODE, WANDB_DIR, TUNEKIT_TRIAL, TUNEKIT_ATTEMPT, TUNEKIT_SEED } = env
      const ids = [WANDB_RUN_ID, WANDB_SWEEP_ID, WANDB_MODE, TUNEKIT_TRIAL, TUNEKIT_ATTEMPT, TUNEKIT_SEED]
      console.log(JSON.stringify([ids, argv.slice(1), WANDB_DIR === env.TUNEKIT_TRIAL_FOLDER]))
      console.log(require('fs').readFileSync(argv.at(-1), 'utf8').trim())
      console.log(require('fs').readFileSync(env.WANDB_SWEEP_PARAM_PATH, 'utf8').trim())
      console.log('{"loss": 1}')`
    const objective = objectiveOf({
      ...script(code, '${args_no_hyphens}', '${args_json_file}'),
      nested: ['optimizer'],
      sweepId: 'my sweep',
      environment: { PATH: process.env.PATH },
    })
    await objective(
      fakeTrial({ folder, attempt: 2, configuration: { 'optimizer.lr': 1e-7, bias: true, 'a.b': 'é' } }),
    )
    const [line, json, ...yaml] = output.map((text) => text.replace('stdout: ', ''))
    expect(JSON.parse(line)).toEqual([
      ['my-sweep-4-2', 'my-sweep', 'offline', '4', '2', '11'],
      ['optimizer.lr=1e-7', 'bias=True', 'a.b=é', join(folder, 'parameters.json')],
      true,
    ])
    expect(JSON.parse(json)).toEqual({ optimizer: { lr: 1e-7 }, bias: true, 'a.b': 'é' })
    expect(yaml).toEqual([
      ...['wandb_version: 1', '', '"optimizer": {"value": {"lr": 1.0e-7}}'],
      ...['"bias": {"value": true}', '"a.b": {"value": "\\u00e9"}'],
    ])
  })

  const python = findPythonWithOptuna()
  const withPython = python !== undefined || process.env.CI ? it : it.skip

  withPython('keeps integers and floats apart, by every way to a program in Python', async () => {
    const code = `
import json, os, sys, yaml
said = dict(word[2:].split('=') for word in sys.argv[1:] if '=' in word)
config = yaml.safe_load(open(os.environ['WANDB_SWEEP_PARAM_PATH']))
parameters = json.load(open(sys.argv[-1]))
print(json.dumps([said, {name: repr(config[name]['value']) for name in said}, {name: repr(parameters[name]) for name in said}]))
print('{"loss": 1}')`
    const { space, floats } = parseSweepFile(`
method: random
parameters: {a: {value: 1.0}, b: {value: 1}, c: {min: 0.0, max: 9}, d: {min: 0, max: 9}, e: {value: !!float 2}, f: {value: 1e-7}}`)
    const objective = objectiveOf({ command: [python!, '-c', code, '${args}', '${args_json_file}'], floats })
    const configuration = { a: 1, b: 1, c: 9, d: 9, e: 2, f: 1e-7 }
    checkConfiguration(space, configuration)
    await objective(fakeTrial({ folder, configuration }))
    const python3 = { a: '1.0', b: '1', c: '9.0', d: '9', e: '2.0', f: '1e-07' }
    expect(JSON.parse(output[0].replace('stdout: ', ''))).toEqual([
      { ...python3, f: '1e-7' },
      python3,
      python3,
    ])
  })

  it('gives the program a parameter `seed` for its seed', async () => {
    const trial = fakeTrial({ folder, configuration: { seed: 7 } })
    await objectiveOf(script(`console.log(process.env.TUNEKIT_SEED, '\\n{"loss": 1}')`))(trial)
    expect(output).toEqual(['stdout: 7 '])
  })

  it('refuses a command with a macro that nothing stands for, before any trial', () => {
    expect(() => objectiveOf({ command: ['${program}'] })).toThrow(/^Macro \$\{program\} stands for nothing/)
    expect(() => objectiveOf({ command: [] })).toThrow('`command` is empty')
    expect(() => commandExecutor({ metric: 'loss', command: ['${envvar:NOT_SET}'] })).toThrow(
      /NOT_SET is not set/,
    )
  })

  it('takes what a program logs with wandb: history as reports, the summary as the value', async () => {
    const byHistory = fakeTrial({ folder })
    expect(await objectiveOf({ ...script(writeLog, vector), metric: 'val.acc' })(byHistory)).toMatchObject({
      value: 0.5,
    })
    expect(byHistory.reports).toEqual([
      [0, 0],
      [1, 0.25],
      [2, 0.5],
    ])
    const bySummary = fakeTrial({ folder: join(folder, 'other') })
    mkdirSync(bySummary.folder!)
    expect(await objectiveOf({ ...script(writeLog, vector), metric: 'best' })(bySummary)).toEqual({
      value: 0.25,
      attributes: { metrics: { epoch: 2, 'val.acc': 0.5, best: 0.25 } },
    })
    expect(bySummary.reports).toEqual([])
  })

  it('hears a program that reports both ways once', async () => {
    const code = `${writeLog}; console.log('{"val": {"acc": 1}, "step": 7}')`
    const trial = fakeTrial({ folder })
    expect(await objectiveOf({ ...script(code, vector), metric: 'val.acc' })(trial)).toMatchObject({
      value: 0.5,
    })
    expect(trial.reports).toEqual([[7, 1]])
  })

  it('reads the summary that older versions of wandb write', async () => {
    const code = `
      const { mkdirSync, writeFileSync } = require('fs')
      const run = process.env.WANDB_DIR + '/wandb/run-20260101_000000-a/files'
      mkdirSync(run, { recursive: true })
      writeFileSync(run + '/wandb-summary.json', '{"loss": 0.5}')`
    expect(await objectiveOf(script(code))(fakeTrial({ folder }))).toMatchObject({ value: 0.5 })
  })

  it('does not wait for a process that the program left behind with its output', async () => {
    const code = `
      const { spawn } = require('child_process')
      const options = { stdio: 'inherit', detached: true }
      const left = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], options)
      console.log(JSON.stringify({ pid: left.pid }))
      left.unref()`
    const { value: pid } = (await objectiveOf({ ...script(code), metric: 'pid' })(
      fakeTrial({ folder }),
    )) as TrialResult
    expect(isRunning(pid)).toBe(true)
    process.kill(pid)
  })

  it('leaves WANDB_MODE as it is set', async () => {
    const environment = { ...process.env, WANDB_MODE: 'disabled' }
    await objectiveOf({ ...script(`console.log(process.env.WANDB_MODE, '\\n{"loss": 1}')`), environment })(
      fakeTrial({ folder }),
    )
    expect(output).toEqual(['stdout: disabled '])
  })

  it('removes the folder it made for a trial without one', async () => {
    await objectiveOf(script(`console.log(process.env.TUNEKIT_TRIAL_FOLDER, '\\n{"loss": 1}')`))(fakeTrial())
    expect(output[0]).toMatch(/^stdout: .+tunekit-trial-/)
    expect(existsSync(output[0].replace('stdout: ', '').trim())).toBe(false)
  })
})

describe('commandObjective, of failures', () => {
  const messageOf = (options: Partial<CommandObjectiveOptions>): Promise<string> =>
    Promise.resolve(objectiveOf(options)(fakeTrial({ folder }))).then(
      () => 'none',
      (error: Error) => error.message,
    )

  it('says what was reported instead of the metric, and how to report it', async () => {
    expect(await messageOf(script(`console.log('{"acc": 1, "val": {"los": 2}}')`))).toBe(
      'The command ended without the metric "loss": it reported "acc", "val.los". ' +
        'Print lines such as {"epoch": 1, "loss": 0.5} on stdout, or call wandb.log({"epoch": 1, "loss": 0.5}).',
    )
    expect(await messageOf(script(''))).toContain('without the metric "loss": it reported nothing.')
  })

  it.each([
    ['"0.5"', 'the text "0.5"'],
    ['true', 'true'],
    ['null', 'null'],
  ])('says that the metric was no number: %s', async (json, words) => {
    const message = await messageOf(script(`console.log('{"loss": 1}\\n{"loss": ${json}}')`))
    expect(message).toMatch(`The command ended with a metric "loss" that is ${words}: expected a number.`)
  })

  it('says that the metric is NaN', async () => {
    expect(await messageOf(script(`console.log('{"loss": 1}\\n{"loss": NaN}')`))).toBe(
      'The metric "loss" is NaN in the end, which is neither better nor worse than anything: expected a number. ' +
        'Report Infinity or -Infinity for the worst.',
    )
  })

  it('quotes long last words in part, and names no end of metrics', async () => {
    const long = await messageOf(script('console.error("x".repeat(5000)); process.exit(1)'))
    expect(long).toMatch(/Its last words:\nx{1000}…$/)
    const many =
      'console.log(JSON.stringify(Object.fromEntries(Array.from({ length: 23 }, (_, i) => ["m" + i, i]))))'
    expect(await messageOf(script(many))).toContain('"m18", "m19" and 3 more. Print')
  })

  it('says the code and the last ten lines of stderr', async () => {
    const code =
      'console.log("{\\"loss\\": 1}"); for (let i = 1; i <= 12; i++) console.error("line", i); process.exit(3)'
    const message = await messageOf(script(code))
    expect(message).toMatch(/^The command ended with code 3: .*Its last words:\nline 3\n/s)
    expect(message).toMatch(/\nline 12$/)
  })

  it('falls back on stdout for last words', async () => {
    expect(await messageOf(script('console.log("bad luck"); process.exit(1)'))).toMatch(
      /Its last words:\nbad luck$/,
    )
  })

  it('says the signal that ended the program', async () => {
    expect(await messageOf(script('process.kill(process.pid, "SIGKILL")'))).toMatch(
      /^The command was ended by SIGKILL: .* It said nothing\.$/s,
    )
  })

  it.each([
    ['by SIGKILL', 'process.kill(process.pid, "SIGKILL")', 'crash'],
    ['by SIGKILL, as a shell says it', 'process.exit(137)', 'crash'],
    ['by itself', 'process.exit(3)', 'error'],
  ])('makes of a program that ends %s what it is', async (_, code, kind) => {
    const outcome = await runObjective(() => objectiveOf(script(code))(fakeTrial({ folder })))
    expect(outcome).toMatchObject({ kind, message: expect.stringMatching(/^The command /) })
  })

  it('says that a command cannot be run', async () => {
    expect(await messageOf({ command: ['/no/such/program'] })).toMatch(
      /^Cannot run \/no\/such\/program: .*ENOENT/,
    )
  })
})

describe('commandObjective, when a trial is to stop', () => {
  /** The program's metric is its process. */
  const endless = (words: readonly string[] = [], grace?: number): ReturnType<typeof commandObjective> =>
    objectiveOf({
      command: [process.execPath, join(programs, 'endless.js'), ...words],
      metric: 'pid',
      grace,
    })

  /** Runs it until its first report, and returns what was thrown and the process it was. */
  const stopAtReport = async (
    objective: ReturnType<typeof commandObjective>,
    onReport: (pid: number) => void = () => {
      throw new TrialStopped('pruned')
    },
    signal: AbortSignal = new AbortController().signal,
  ): Promise<{ error: unknown; pid: number }> => {
    let pid = 0
    const trial = {
      ...fakeTrial({ folder, signal }),
      report: async (_: number, value: number) => {
        pid = value
        onReport(pid)
      },
    }
    const error: unknown = await Promise.resolve(objective(trial)).catch((reason: unknown) => reason)
    return { error, pid }
  }

  it('terminates the program and lets TrialStopped through', async () => {
    const { error, pid } = await stopAtReport(endless())
    expect(error).toEqual(new TrialStopped('pruned'))
    expect(pid).toBeGreaterThan(0)
    expect(isRunning(pid)).toBe(false)
  })

  it('kills a program that does not end in its grace', async () => {
    const { error, pid } = await stopAtReport(endless(['--stubborn'], 0.2))
    expect(error).toEqual(new TrialStopped('pruned'))
    expect(isRunning(pid)).toBe(false)
  })

  it('terminates the program when the signal is aborted, and starts none after', async () => {
    const controller = new AbortController()
    const { error, pid } = await stopAtReport(endless(), () => controller.abort(), controller.signal)
    expect(error).toEqual(new TrialStopped('cancelled'))
    expect(isRunning(pid)).toBe(false)
    expect(await stopAtReport(endless(), undefined, controller.signal)).toEqual({ error, pid: 0 })
  })

  it("runs the program in this process's group", async () => {
    const groupOf = (pid: number): string =>
      execFileSync('ps', ['-o', 'pgid=', '-p', String(pid)], { encoding: 'utf8' })
    let group: string | undefined
    await stopAtReport(endless(), (pid) => {
      group = groupOf(pid)
      throw new TrialStopped('pruned')
    })
    expect(group).toBe(groupOf(process.pid))
  })
})
