import { describe, expect, it } from '@jest/globals'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { fakeTrial } from '../../test/fake-trial.ts'
import { findPythonWithOptuna } from '../../test/optuna/find-python.ts'
import { processRuns } from '../../test/process-runs.ts'
import { runCommands, script } from '../../test/run-commands.ts'
import type { TrialResult } from '../executors/executor.ts'
import { checkConfiguration } from '../parameters/check-configuration.ts'
import { parseSweepFile } from '../file/parse-sweep-file.ts'
import { commandExecutor } from './command-executor.ts'

const programs = fileURLToPath(new URL('../../test/fixtures/programs', import.meta.url))
const commands = runCommands()

/** What wandb wrote for a program that logged three times. */
const vector = fileURLToPath(new URL('../../test/vectors/wandb-log.json', import.meta.url))
const writeLog = `
  const { mkdirSync, readFileSync, writeFileSync } = require('fs')
  const run = process.env.WANDB_DIR + '/wandb/offline-run-20260101_000000-a'
  mkdirSync(run, { recursive: true })
  writeFileSync(run + '/run-a.wandb', Buffer.from(JSON.parse(readFileSync(process.argv[1])).file, 'base64'))`

describe('commandObjective', () => {
  it('runs a program, reports its metric by epoch, passes other output on, and returns the last value', async () => {
    const objective = commands.objectiveOf({ program: join(programs, 'train.js'), metric: 'val.loss' })
    const trial = fakeTrial({ folder: commands.folder, configuration: { lr: 0.6 } })
    expect(await objective(trial)).toEqual({
      value: 0.6 / 3,
      attributes: { metrics: { epoch: 3, batch: 300, 'val.loss': 0.6 / 3, 'val.accuracy': 0.5 } },
    })
    expect(trial.reports).toEqual([
      [1, 0.6],
      [2, 0.3],
      [3, 0.6 / 3],
    ])
    expect(commands.output).toEqual(
      expect.arrayContaining(['stdout: starting', 'stdout: {"epoch":1,"batch":100}', 'stderr: done']),
    )
    expect(commands.output).toHaveLength(5)
  })

  it('counts reports that have no step, and reads the NaN that Python prints', async () => {
    const trial = fakeTrial({ folder: commands.folder })
    const code = `console.log('{"loss": 2}\\n{"loss": NaN, "epoch": 0.5}\\n{"loss": 1}')`
    expect(await commands.objectiveOf(script(code))(trial)).toMatchObject({ value: 1 })
    expect(trial.reports).toEqual([
      [0, 2],
      [1, NaN],
      [2, 1],
    ])
  })

  it('reads a last line without a line end, and a line in pieces', async () => {
    const code = `process.stdout.write('{"lo', () => setImmediate(() => process.stdout.write('ss": 3}')))`
    expect(await commands.objectiveOf(script(code))(fakeTrial({ folder: commands.folder }))).toMatchObject({
      value: 3,
    })
  })

  it('handles every line of a program that has ended, however slowly', async () => {
    const reports: number[] = []
    const trial = {
      ...fakeTrial({ folder: commands.folder }),
      report: async (step: number) => {
        await delay(5)
        reports.push(step)
      },
    }
    const code = `for (let step = 0; step < 400; step++) console.log(JSON.stringify({ step, loss: 399 - step }))`
    expect(await commands.objectiveOf(script(code))(trial)).toMatchObject({ value: 0 })
    expect(reports).toEqual(Array.from({ length: 400 }, (_, step) => step))
  })

  it('reads lines after a progress bar, in colors, and after a line that is too long', async () => {
    const code = `
      process.stdout.write('\\r 1 %\\r 2 %\\r{"step": 1, "loss": 3}\\n')
      process.stdout.write('\\x1b[32m{"step": 2, "loss": 2}\\x1b[0m\\n')
      process.stdout.write('{"image": "' + 'x'.repeat(3e6) + '"}\\n' + 'y'.repeat(3e6) + '\\n{"step": 3, "loss": 1}\\n')`
    const trial = fakeTrial({ folder: commands.folder })
    expect(await commands.objectiveOf(script(code))(trial)).toMatchObject({ value: 1 })
    expect(trial.reports).toEqual([
      [1, 3],
      [2, 2],
      [3, 1],
    ])
    const warning =
      'A line of more than 1048576 characters on stdout was skipped. Further long lines are skipped silently.'
    expect(commands.output).toEqual(['stdout:  1 %', 'stdout:  2 %', `stderr: ${warning}`])
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
    const objective = commands.objectiveOf({
      ...script(code, '${args_no_hyphens}', '${args_json_file}'),
      nested: ['optimizer'],
      sweepId: 'my sweep',
      environment: { PATH: process.env.PATH },
    })
    await objective(
      fakeTrial({
        folder: commands.folder,
        attempt: 2,
        configuration: { 'optimizer.lr': 1e-7, bias: true, 'a.b': 'é' },
      }),
    )
    const [line, json, ...yaml] = commands.output.map((text) => text.replace('stdout: ', ''))
    expect(JSON.parse(line)).toEqual([
      ['my-sweep-4-2', 'my-sweep', 'offline', '4', '2', '11'],
      ['optimizer.lr=1e-7', 'bias=True', 'a.b=é', join(commands.folder, 'parameters.json')],
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

  withPython(
    'keeps integers and floats apart, in every form that a program in Python receives them',
    async () => {
      const code = `
import json, os, sys, yaml
arguments = dict(word[2:].split('=') for word in sys.argv[1:] if '=' in word)
config = yaml.safe_load(open(os.environ['WANDB_SWEEP_PARAM_PATH']))
parameters = json.load(open(sys.argv[-1]))
print(json.dumps([arguments, {name: repr(config[name]['value']) for name in arguments}, {name: repr(parameters[name]) for name in arguments}]))
print('{"loss": 1}')`
      const { space, floats } = parseSweepFile(`
method: random
parameters: {a: {value: 1.0}, b: {value: 1}, c: {min: 0.0, max: 9}, d: {min: 0, max: 9}, e: {value: !!float 2}, f: {value: 1e-7}}`)
      const objective = commands.objectiveOf({
        command: [python!, '-c', code, '${args}', '${args_json_file}'],
        floats,
      })
      const configuration = { a: 1, b: 1, c: 9, d: 9, e: 2, f: 1e-7 }
      checkConfiguration(space, configuration)
      await objective(fakeTrial({ folder: commands.folder, configuration }))
      const python3 = { a: '1.0', b: '1', c: '9.0', d: '9', e: '2.0', f: '1e-07' }
      expect(JSON.parse(commands.output[0].replace('stdout: ', ''))).toEqual([
        { ...python3, f: '1e-7' },
        python3,
        python3,
      ])
    },
  )

  it('gives the program a parameter `seed` for its seed', async () => {
    const trial = fakeTrial({ folder: commands.folder, configuration: { seed: 7 } })
    await commands.objectiveOf(script(`console.log(process.env.TUNEKIT_SEED, '\\n{"loss": 1}')`))(trial)
    expect(commands.output).toEqual(['stdout: 7 '])
  })

  it('rejects a command with a macro that has no value, before any trial', () => {
    expect(() => commands.objectiveOf({ command: ['${program}'] })).toThrow(
      /^Macro \$\{program\} has no value/,
    )
    expect(() => commands.objectiveOf({ command: [] })).toThrow('`command` is empty')
    expect(() => commandExecutor({ metric: 'loss', command: ['${envvar:NOT_SET}'] })).toThrow(
      /NOT_SET is not set/,
    )
  })

  it('reads the log of wandb: history as reports, the summary as the value', async () => {
    const byHistory = fakeTrial({ folder: commands.folder })
    expect(
      await commands.objectiveOf({ ...script(writeLog, vector), metric: 'val.acc' })(byHistory),
    ).toMatchObject({
      value: 0.5,
    })
    expect(byHistory.reports).toEqual([
      [0, 0],
      [1, 0.25],
      [2, 0.5],
    ])
    const bySummary = fakeTrial({ folder: join(commands.folder, 'other') })
    mkdirSync(bySummary.folder!)
    expect(await commands.objectiveOf({ ...script(writeLog, vector), metric: 'best' })(bySummary)).toEqual({
      value: 0.25,
      attributes: { metrics: { epoch: 2, 'val.acc': 0.5, best: 0.25 } },
    })
    expect(bySummary.reports).toEqual([])
  })

  it('records a value once if the program reports it both ways', async () => {
    const code = `${writeLog}; console.log('{"val": {"acc": 1}, "step": 7}')`
    const trial = fakeTrial({ folder: commands.folder })
    expect(await commands.objectiveOf({ ...script(code, vector), metric: 'val.acc' })(trial)).toMatchObject({
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
    expect(await commands.objectiveOf(script(code))(fakeTrial({ folder: commands.folder }))).toMatchObject({
      value: 0.5,
    })
  })

  it('does not wait for a process that the program left behind with its output', async () => {
    const code = `
      const { spawn } = require('child_process')
      const options = { stdio: 'inherit', detached: true }
      const left = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], options)
      console.log(JSON.stringify({ pid: left.pid }))
      left.unref()`
    const { value: pid } = (await commands.objectiveOf({ ...script(code), metric: 'pid' })(
      fakeTrial({ folder: commands.folder }),
    )) as TrialResult
    expect(processRuns(pid)).toBe(true)
    process.kill(pid)
  })

  it('keeps WANDB_MODE if it is set', async () => {
    const environment = { ...process.env, WANDB_MODE: 'disabled' }
    await commands.objectiveOf({
      ...script(`console.log(process.env.WANDB_MODE, '\\n{"loss": 1}')`),
      environment,
    })(fakeTrial({ folder: commands.folder }))
    expect(commands.output).toEqual(['stdout: disabled '])
  })

  it('removes the folder it made for a trial without one', async () => {
    await commands.objectiveOf(script(`console.log(process.env.TUNEKIT_TRIAL_FOLDER, '\\n{"loss": 1}')`))(
      fakeTrial(),
    )
    expect(commands.output[0]).toMatch(/^stdout: .+tunekit-trial-/)
    expect(existsSync(commands.output[0].replace('stdout: ', '').trim())).toBe(false)
  })
})
