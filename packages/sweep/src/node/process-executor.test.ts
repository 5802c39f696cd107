import { afterEach, describe, expect, it } from '@jest/globals'
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { attemptThat } from '../../test/attempt-that.ts'
import { describeExecutor } from '../../test/executor-conformance.ts'
import { describeForcefulExecutor } from '../../test/forceful-executor-conformance.ts'
import { recordingListener } from '../../test/recording-listener.ts'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import type { Executor, Outcome } from '../executors/executor.ts'
import { processExecutor, type ProcessExecutorOptions } from './process-executor.ts'

const module = new URL('../../test/conformance-objective.ts', import.meta.url)

describeExecutor('processExecutor', () => processExecutor({ module }))
describeForcefulExecutor('processExecutor', (limits) => processExecutor({ module, ...limits }))

describe('processExecutor', () => {
  const root = temporaryFolder()
  let executor: Executor | undefined
  afterEach(() => executor?.close())

  /** Writes a module and returns its path. */
  function write(name: string, source: string): string {
    const path = join(root, name)
    writeFileSync(path, source)
    return path
  }

  function run(options: ProcessExecutorOptions, folder?: string): Promise<Outcome> {
    executor = processExecutor(options)
    return executor.start(attemptThat('tell', { folder }), recordingListener()).outcome
  }

  it('hands the objective a copy of its data', async () => {
    const data = { rates: [0.5], name: 'é' }
    const path = write('data.mjs', 'export default (trial, data) => ({ value: 1, attributes: data })')
    const outcome = run({ module: path, data })
    data.rates[0] = 7
    expect(await outcome).toEqual({ kind: 'complete', value: 1, attributes: { rates: [0.5], name: 'é' } })
  })

  it('finds a module by its path, its URL, and the URL as text', async () => {
    const path = write('ö b#c.mjs', 'export default () => 1')
    for (const module of [path, pathToFileURL(path), pathToFileURL(path).href]) {
      expect(await run({ module })).toEqual({ kind: 'complete', value: 1 })
    }
  })

  it('reports a module without an objective as an error', async () => {
    expect(await run({ module: join(root, 'nowhere.mjs') })).toMatchObject({
      kind: 'error',
      message: expect.stringContaining(`Cannot find module '${join(root, 'nowhere.mjs')}'`),
    })
    const path = write('no-default.mjs', 'export const objective = () => 1')
    expect(await run({ module: path })).toMatchObject({
      kind: 'error',
      message: `The default export of ${pathToFileURL(path)} must be the objective, a function, got undefined.`,
    })
  })

  it('passes environment variables and options of Node on', async () => {
    const path = write(
      'environment.mjs',
      'export default () => ({ value: 1, attributes: { A: process.env.TUNEKIT_A, path: process.env.PATH, gc: typeof gc } })',
    )
    expect(await run({ module: path, env: { TUNEKIT_A: 'b' }, execArgv: ['--expose-gc'] })).toEqual({
      kind: 'complete',
      value: 1,
      attributes: { A: 'b', path: process.env.PATH, gc: 'function' },
    })
  })

  it('keeps the output of the attempts in a folder, and names the file if one crashes', async () => {
    const folder = join(root, 'printing')
    const path = write('print.mjs', 'export default (trial) => (console.log(`at ${trial.folder}`), 1)')
    await run({ module: path }, folder)
    executor = processExecutor({ module })
    const { outcome } = executor.start(attemptThat('exit', { folder }), recordingListener())
    const log = join(folder, 'output.log')
    expect(await outcome).toEqual({
      kind: 'crash',
      message: `Its process exited with code 3 without a result. Its output is in ${log}.`,
    })
    expect(readFileSync(log, 'utf8')).toBe(`at ${folder}\nout of cheese\n`)
  })

  it('identifies the process in the folder while it runs', async () => {
    const folder = join(root, 'named')
    const listener = recordingListener()
    executor = processExecutor({ module })
    const attempt = attemptThat('wait', { folder })
    const { outcome, cancel } = executor.start(attempt, listener)
    const pid = await listener.value(0)
    const record = JSON.parse(readFileSync(join(folder, 'process.json'), 'utf8'))
    expect(record).toMatchObject({ pid, lease: attempt.lease })
    cancel()
    await outcome
    expect(existsSync(join(folder, 'process.json'))).toBe(false)
  })

  it('ends an earlier attempt in the same folder first', async () => {
    const folder = join(root, 'shared')
    const listener = recordingListener()
    executor = processExecutor({ module })
    const first = executor.start(attemptThat('freeze', { folder }), listener)
    await listener.value(0)
    const second = executor.start(attemptThat('tell', { folder, attempt: 2 }), recordingListener())
    expect(await second.outcome).toMatchObject({ kind: 'complete' })
    expect(await first.outcome).toMatchObject({
      kind: 'crash',
      message: expect.stringContaining('killed by SIGKILL'),
    })
  })

  it('does not lose an attempt whose heartbeats it was too busy to receive', async () => {
    const listener = recordingListener()
    executor = processExecutor({ module, heartbeatTimeout: 2 })
    const { outcome, cancel } = executor.start(attemptThat('wait'), listener)
    await listener.value(0)
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2500)
    await delay(1)
    cancel()
    expect(await outcome).toEqual({ kind: 'canceled' })
  })

  it('reports a process that cannot be started', async () => {
    const file = write('file', '')
    expect(await run({ module }, join(file, 'folder'))).toEqual({
      kind: 'crash',
      message: expect.stringContaining('Its process could not be started: ENOTDIR'),
      code: 'ENOTDIR',
      syscall: 'mkdir',
    })
    expect(await run({ module, execArgv: ['--no-such-option'] })).toEqual({
      kind: 'crash',
      message: 'Its process exited with code 9 without a result.',
    })
  })

  it('tells which resource the system has run out of, if a process cannot be started for that reason', async () => {
    const script = write(
      'too-many-files.mjs',
      `import { closeSync, openSync } from 'node:fs'
      import { processExecutor } from '${new URL('process-executor.ts', import.meta.url).href}'
      const open = []
      try { for (;;) open.push(openSync('/dev/null')) } catch {}
      closeSync(open.pop())
      const { outcome } = processExecutor({ module: '${module.href}' }).start(
        { trial: 0, attempt: 1, lease: '', configuration: { does: 'tell' }, seed: 1 }, { onReport: () => 'continue' })
      const ended = await outcome
      open.forEach((file) => closeSync(file))
      console.log(JSON.stringify(ended))`,
    )
    const words = [
      '-c',
      `ulimit -n 64; exec "$0" "$@"`,
      process.execPath,
      '--disable-warning=ExperimentalWarning',
      script,
    ]
    expect(JSON.parse(execFileSync('sh', words, { encoding: 'utf8' }))).toMatchObject({
      kind: 'crash',
      message: expect.stringMatching(/^Its process could not be started: .*EMFILE/),
      code: 'EMFILE',
    })
  })

  it('rejects Deno', () => {
    const holder = globalThis as { Deno?: unknown }
    holder.Deno = {}
    try {
      expect(() => processExecutor({ module })).toThrow(
        /^A process for each trial needs Node or Bun: under Deno/,
      )
    } finally {
      delete holder.Deno
    }
  })

  it.each<[Partial<ProcessExecutorOptions>, string]>([
    [{ timeout: 0 }, '`timeout` must be a positive number, got 0.'],
    [{ timeout: Infinity }, '`timeout` must be a positive number, got Infinity.'],
    [{ memoryLimit: -1 }, '`memoryLimit` must be a positive number, got -1.'],
    [{ heartbeatTimeout: 0.5 }, '`heartbeatTimeout` must be a number of at least 1, got 0.5.'],
    [{ grace: NaN }, '`grace` must be a non-negative number, got NaN.'],
    [{ data: 1n }, '`data` must be plain JSON: Do not know how to serialize a BigInt'],
  ])('rejects options that are out of range: %p', (options, message) => {
    expect(() => processExecutor({ module, ...options })).toThrow(message)
  })
})
