import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { constants, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { TrialResult } from '../executors/executor.ts'
import { TrialCrashed, TrialStopped, type Objective, type Trial } from '../executors/trial.ts'
import { collectReports } from './collect-reports.ts'
import { checkWord, defaultCommand, expandCommand } from '../file/expand-command.ts'
import { findInterpreter } from './find-interpreter.ts'
import { nestConfiguration } from '../file/nest-configuration.ts'
import { writeJson } from '../file/write-json.ts'
import { writtenConfiguration } from '../file/written-configuration.ts'
import type { SweepFile } from '../file/sweep-file.ts'
import { parseMetrics } from './parse-metrics.ts'
import { longestLine, runProgram, type OutputStream, type ProgramEnd } from './run-program.ts'
import { trialEnvironment } from './trial-environment.ts'
import { watchWandb } from './watch-wandb.ts'
import { writeSweepParameters } from './write-sweep-parameters.ts'

export interface CommandObjectiveOptions {
  /** The name of what is tuned, such as `val_loss`; `val.loss` for `{"val": {"loss": 0.3}}`. */
  readonly metric: string
  /** What `${program}` stands for. */
  readonly program?: string
  /** Words and macros, see {@link expandCommand}. Default `${env} ${interpreter} ${program} ${args}`. */
  readonly command?: readonly string[]
  /** Names of the parameters that hold others, as a sweep file has them. Default none. */
  readonly nested?: readonly string[]
  /** Which whole numbers are floats, as a sweep file has them. Default none: 1.0 is written as 1. */
  readonly floats?: SweepFile['floats']
  /** Where the command runs. Default the working folder. */
  readonly folder?: string
  /** Default `process.env`. */
  readonly environment?: NodeJS.ProcessEnv
  /** What W&B's run ids begin with. Default `sweep`. */
  readonly sweepId?: string
  /** Seconds from SIGTERM to SIGKILL, when a trial is to stop. Default 10. */
  readonly grace?: number
  /** Gets the lines that are no reports. Default: to stdout and stderr. */
  readonly onOutput?: (line: string, stream: OutputStream) => void
}

/**
 * An objective that runs a command for each trial, in any language, as W&B's agent does but without its server.
 *
 * The command gets its parameters as arguments; by `wandb.init()`, as `wandb.config`; and as a file (`${args_json_file}`).
 * Its environment has TUNEKIT_TRIAL, TUNEKIT_ATTEMPT, TUNEKIT_SEED and TUNEKIT_TRIAL_FOLDER, and unless it says otherwise,
 * WANDB_MODE=offline.
 *
 * It reports in one of two ways, whichever comes first:
 * - lines on stdout that are JSON objects with the metric, `{"epoch": 1, "val_loss": 0.3}`
 * - `wandb.log({"epoch": 1, "val_loss": 0.3})`, from the file that wandb writes. It does so late, in blocks of 32 KiB and at
 *   its end: a program that logs little has to print lines if it is to be pruned in time
 *
 * The step is `step`, else `epoch`, else wandb's `_step`, as the first report has it; without any, reports are counted from
 * 0. The trial's value is the metric in wandb's summary, else the last reported; its attribute `metrics` has the last value
 * of everything else.
 *
 * A line ends with `\n`, `\r\n` or `\r`; colours of a terminal around it do not matter. One of more than 2²⁰ characters is
 * skipped, with a warning.
 *
 * The command runs in this process's group, so that what stops the group stops it.
 *
 * @throws {RangeError} If there is no command, or a macro of it cannot be replaced
 * @throws {Error} By the objective, if the command fails or ends without the metric; of the name TrialCrashed if a signal
 * ended the command, so that it counts as a crash
 *
 * @example
 * const objective = commandObjective({ program: 'train.py', metric: 'val_loss' })
 */
export function commandObjective(options: CommandObjectiveOptions): Objective {
  checkCommand(options)
  return async (trial) => {
    const folder =
      trial.folder === undefined ? mkdtempSync(join(tmpdir(), 'tunekit-trial-')) : resolve(trial.folder)
    try {
      return await runCommand(trial, folder, options)
    } finally {
      if (trial.folder === undefined) rmSync(folder, { recursive: true, force: true })
    }
  }
}

/** @throws {RangeError} If there is no command, or a macro of it cannot be replaced */
export function checkCommand({
  program,
  command = defaultCommand,
  environment = process.env,
}: Pick<CommandObjectiveOptions, 'program' | 'command' | 'environment'>): void {
  if (command.length === 0) throw new RangeError('`command` is empty: expected at least one word, got none.')
  for (const word of command) checkWord(word, { program, environment })
}

/** Milliseconds between looks at wandb's file. */
const wandbInterval = 500

async function runCommand(
  trial: Trial,
  folder: string,
  options: CommandObjectiveOptions,
): Promise<TrialResult> {
  const { metric, environment: base = process.env, sweepId = 'sweep', grace = 10 } = options
  const { onOutput = (line, stream) => process[stream].write(`${line}\n`) } = options
  const parameterFile = join(folder, 'sweep-parameters.yaml')
  const environment = trialEnvironment(trial, { base, folder, sweepId, parameterFile })
  const words = prepare(trial, folder, parameterFile, environment, options)
  const wandb = watchWandb(folder)
  const reports = collectReports(trial, metric)
  const said = { stdout: [] as string[], stderr: [] as string[] }

  const stopping = new AbortController()
  const cancel = (): void => {
    const { reason } = trial.signal
    stopping.abort(reason instanceof TrialStopped ? reason : new TrialStopped('cancelled'))
  }
  trial.signal.addEventListener('abort', cancel)
  if (trial.signal.aborted) cancel()

  const reportWandb = async (): Promise<void> => {
    for (const metrics of wandb.poll()) await reports.take(metrics, 'wandb')
  }
  let looking = Promise.resolve()
  let isLooking = false
  const timer = setInterval(() => {
    if (isLooking) return
    isLooking = true
    looking = reportWandb()
      .catch((error: unknown) => stopping.abort(error))
      .finally(() => (isLooking = false))
  }, wandbInterval)

  let hasLongLine = false
  const onLongLine = (stream: OutputStream): void => {
    if (hasLongLine) return
    hasLongLine = true
    const warning = `A line of more than ${longestLine} characters on ${stream} was skipped, and so are others.`
    onOutput(warning, 'stderr')
    trial.warn(warning)
  }

  try {
    const end = await runProgram(words, {
      ...{ folder: resolve(options.folder ?? '.'), environment, signal: stopping.signal, grace, onLongLine },
      onLine: async (line, stream) => {
        const metrics = stream === 'stdout' ? parseMetrics(line) : undefined
        if (metrics && (await reports.take(metrics, 'stdout'))) return
        onOutput(line, stream)
        said[stream].push(line)
        if (said[stream].length > 10) said[stream].shift()
      },
    })
    clearInterval(timer)
    await looking
    stopping.signal.throwIfAborted()
    if (end.code !== 0) {
      const message = describeFailure(words, end, said.stderr.length > 0 ? said.stderr : said.stdout)
      throw isCrash(end) ? new TrialCrashed(message) : new Error(message)
    }
    await reportWandb()
  } finally {
    clearInterval(timer)
    trial.signal.removeEventListener('abort', cancel)
  }
  return reports.result(wandb.summary())
}

/** Writes what the command reads, and replaces its macros. */
function prepare(
  trial: Trial,
  folder: string,
  parameterFile: string,
  environment: NodeJS.ProcessEnv,
  { program, command = defaultCommand, nested = [], floats = {} }: CommandObjectiveOptions,
): readonly string[] {
  const configuration = writtenConfiguration(trial.configuration, floats)
  const tree = nestConfiguration(configuration, nested)
  const jsonFile = join(folder, 'parameters.json')
  const interpreter = findInterpreter(program, environment)
  const words = expandCommand(command, {
    ...{ program, interpreter, configuration, tree, jsonFile, environment },
    platform: process.platform,
  })
  if (words.length === 0) throw new RangeError('`command` is empty: expected at least one word, got none.')
  writeSweepParameters(parameterFile, tree)
  writeFileSync(jsonFile, `${writeJson(tree)}\n`)
  return words
}

/** Shells say so of a program that one of these signals ended, by 128 and the signal's number. */
const deadly = ['SIGILL', 'SIGABRT', 'SIGBUS', 'SIGFPE', 'SIGKILL', 'SIGSEGV'] as const

/** Whether a program died rather than ended. */
function isCrash({ code, signal }: ProgramEnd): boolean {
  return signal !== null || deadly.some((name) => code === 128 + constants.signals[name])
}

function describeFailure(
  words: readonly string[],
  { code, signal }: ProgramEnd,
  lastWords: readonly string[],
): string {
  const how = code === null ? `was ended by ${signal}` : `ended with code ${code}`
  const lines = lastWords.map((line) => (line.length > longestWord ? `${line.slice(0, longestWord)}…` : line))
  const said = lines.length > 0 ? `Its last words:\n${lines.join('\n')}` : 'It said nothing.'
  return `The command ${how}: ${words.join(' ')}. ${said}`
}

/** Characters of a line that a failure quotes. */
const longestWord = 1000
