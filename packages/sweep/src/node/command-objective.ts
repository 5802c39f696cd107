import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { constants, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { TrialResult } from '../executors/executor.ts'
import { TrialCrashed, TrialStopped, type Objective, type Trial } from '../executors/trial.ts'
import { checkWord, defaultCommand, expandCommand } from '../file/expand-command.ts'
import { nestConfiguration } from '../file/nest-configuration.ts'
import type { SweepFile } from '../file/sweep-file.ts'
import { writeJson, writtenConfiguration } from '../file/written-configuration.ts'
import { createMetricRecorder } from './create-metric-recorder.ts'
import { findInterpreter } from './find-interpreter.ts'
import { parseMetrics } from './parse-metrics.ts'
import { maxLineLength, runProgram, type OutputStream, type ProgramEnd } from './run-program.ts'
import { trialEnvironment } from './trial-environment.ts'
import { watchWandb } from './watch-wandb.ts'
import { writeSweepParameters } from './write-sweep-parameters.ts'

/** The command and options of {@link commandObjective}. */
export interface CommandObjectiveOptions {
  /** Name of the metric by which trials are judged, such as `val_loss`; `val.loss` for `{"val": {"loss": 0.3}}`. */
  readonly metric: string
  /** The value of the macro `${program}`. */
  readonly program?: string
  /** Words and macros, see {@link expandCommand}. Default `${env} ${interpreter} ${program} ${args}`. */
  readonly command?: readonly string[]
  /** Names of the parameters that contain other parameters, from a sweep file. Default none. */
  readonly nested?: readonly string[]
  /** Integers that are floats, from a sweep file. Default none: 1.0 is written as 1. */
  readonly floats?: SweepFile['floats']
  /** The folder in which the command runs. Default the working directory. */
  readonly folder?: string
  /** Environment variables of the command. Default `process.env`. */
  readonly environment?: NodeJS.ProcessEnv
  /** Prefix of W&B's run ids. Default `sweep`. */
  readonly sweepId?: string
  /** Seconds from SIGTERM to SIGKILL when a trial must stop. Default 10. */
  readonly grace?: number
  /** Called for each line of output that is not a report. Default: writes the line to stdout or stderr. */
  readonly onOutput?: (line: string, stream: OutputStream) => void
}

/**
 * Creates an objective that runs a command for each trial, in any language, as W&B's agent does but without its server.
 *
 * The command receives its parameters as arguments, as a file (`${args_json_file}`), and through `wandb.init()` as
 * `wandb.config`. Its environment has TUNEKIT_TRIAL, TUNEKIT_ATTEMPT, TUNEKIT_SEED and TUNEKIT_TRIAL_FOLDER, and
 * WANDB_MODE=offline unless that is set.
 *
 * The command reports in one of two ways. The way of its first report counts:
 * - lines on stdout that are JSON objects with the metric, `{"epoch": 1, "val_loss": 0.3}`
 * - `wandb.log({"epoch": 1, "val_loss": 0.3})`. Metrics are read from the file that wandb writes in blocks of 32 KiB and at
 *   its end, so they arrive with a delay: a program that logs little must print lines to be pruned in time
 *
 * The step of a report is its `step`, else `epoch`, else wandb's `_step`; the first report determines which. Without any,
 * reports are counted from 0. The trial's value is the metric in wandb's summary, else the last reported value. Its
 * attribute `metrics` has the last value of every metric.
 *
 * A line ends with `\n`, `\r\n` or `\r`, and may be colored. A line of more than 2²⁰ characters is skipped with a warning.
 *
 * The command runs in this process's group, so a signal to the group reaches the command too.
 *
 * @throws {RangeError} If there is no command, or a macro cannot be replaced
 * @throws {Error} From the objective, if the command fails or ends without the metric; with the name TrialCrashed if a
 *   signal ended the command, so that the trial counts as crashed
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

/** @throws {RangeError} If there is no command, or a macro cannot be replaced */
export function checkCommand({
  program,
  command = defaultCommand,
  environment = process.env,
}: Pick<CommandObjectiveOptions, 'program' | 'command' | 'environment'>): void {
  if (command.length === 0) throw emptyCommand()
  for (const word of command) checkWord(word, { program, environment })
}

function emptyCommand(): RangeError {
  return new RangeError('`command` is empty: expected at least one word, got none.')
}

/** Number of lines of output that a failure quotes. */
const quotedLines = 10

async function runCommand(
  trial: Trial,
  folder: string,
  options: CommandObjectiveOptions,
): Promise<TrialResult> {
  const { metric, environment: base = process.env, sweepId = 'sweep', grace = 10 } = options
  const { onOutput = (line, stream) => process[stream].write(`${line}\n`) } = options
  const parameterFile = join(folder, 'sweep-parameters.yaml')
  const environment = trialEnvironment(trial, { base, folder, sweepId, parameterFile })
  const words = prepareCommand(trial, { ...options, trialFolder: folder, parameterFile, environment })
  const wandb = watchWandb(folder)
  const recorder = createMetricRecorder(trial, metric)
  const lastLines = { stdout: [] as string[], stderr: [] as string[] }

  const stopping = new AbortController()
  const cancel = (): void => {
    const { reason } = trial.signal
    stopping.abort(reason instanceof TrialStopped ? reason : new TrialStopped('canceled'))
  }
  trial.signal.addEventListener('abort', cancel)
  if (trial.signal.aborted) cancel()

  const recordWandb = async (): Promise<void> => {
    for (const metrics of wandb.poll()) await recorder.record(metrics, 'wandb')
  }
  const polling = repeat(recordWandb, (error) => stopping.abort(error))

  let hasLongLine = false
  const onLongLine = (stream: OutputStream): void => {
    if (hasLongLine) return
    hasLongLine = true
    const warning = `A line of more than ${maxLineLength} characters on ${stream} was skipped. Further long lines are skipped silently.`
    onOutput(warning, 'stderr')
    trial.warn(warning)
  }

  try {
    const end = await runProgram(words, {
      ...{ folder: resolve(options.folder ?? '.'), environment, signal: stopping.signal, grace, onLongLine },
      onLine: async (line, stream) => {
        const metrics = stream === 'stdout' ? parseMetrics(line) : undefined
        if (metrics && (await recorder.record(metrics, 'stdout'))) return
        onOutput(line, stream)
        lastLines[stream].push(line)
        if (lastLines[stream].length > quotedLines) lastLines[stream].shift()
      },
    })
    await polling.stop()
    stopping.signal.throwIfAborted()
    if (end.code !== 0) {
      const message = describeFailure(
        words,
        end,
        lastLines.stderr.length > 0 ? lastLines.stderr : lastLines.stdout,
      )
      throw isCrash(end) ? new TrialCrashed(message) : new Error(message)
    }
    await recordWandb()
  } finally {
    void polling.stop()
    trial.signal.removeEventListener('abort', cancel)
  }
  return recorder.result(wandb.summary())
}

/** Milliseconds between two reads of wandb's file. */
const wandbInterval = 500

/** Calls an action again and again, never two at a time. */
function repeat(
  action: () => Promise<void>,
  onError: (error: unknown) => void,
): { stop: () => Promise<void> } {
  let running: Promise<void> | undefined
  const timer = setInterval(() => {
    running ??= action()
      .catch(onError)
      .finally(() => (running = undefined))
  }, wandbInterval)
  return {
    async stop() {
      clearInterval(timer)
      await running
    },
  }
}

interface CommandFiles extends CommandObjectiveOptions {
  readonly trialFolder: string
  readonly parameterFile: string
  readonly environment: NodeJS.ProcessEnv
}

/** Writes the files that the command reads, and replaces its macros. */
function prepareCommand(
  trial: Trial,
  { program, command = defaultCommand, nested = [], floats = {}, ...files }: CommandFiles,
): readonly string[] {
  const { trialFolder, parameterFile, environment } = files
  const configuration = writtenConfiguration(trial.configuration, floats)
  const tree = nestConfiguration(configuration, nested)
  const jsonFile = join(trialFolder, 'parameters.json')
  const interpreter = findInterpreter(program, environment)
  const words = expandCommand(command, { program, interpreter, configuration, tree, jsonFile, environment })
  if (words.length === 0) throw emptyCommand()
  writeSweepParameters(parameterFile, tree)
  writeFileSync(jsonFile, `${writeJson(tree)}\n`)
  return words
}

/** A shell that runs a program which one of these signals ended exits with 128 + the signal's number. */
const crashSignals = ['SIGILL', 'SIGABRT', 'SIGBUS', 'SIGFPE', 'SIGKILL', 'SIGSEGV'] as const

/** Whether a signal ended the program, rather than the program itself. */
function isCrash({ code, signal }: ProgramEnd): boolean {
  return signal !== null || crashSignals.some((name) => code === 128 + constants.signals[name])
}

function describeFailure(
  words: readonly string[],
  { code, signal }: ProgramEnd,
  lastLines: readonly string[],
): string {
  const event = code === null ? `was ended by ${signal}` : `ended with code ${code}`
  const lines = lastLines.map((line) =>
    line.length > maxQuotedLength ? `${line.slice(0, maxQuotedLength)}…` : line,
  )
  const output = lines.length > 0 ? `Its last output:\n${lines.join('\n')}` : 'It printed nothing.'
  return `The command ${event}: ${words.join(' ')}. ${output}`
}

/** Characters of a line that a failure quotes. */
const maxQuotedLength = 1000
