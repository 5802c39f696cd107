import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { replaceFile } from '@tunekit/durable-files'
import { createStudy, endsByItself, readStudies } from '@tunekit/sweep'
import { parseSweepFile, SweepFileError, sweepStudyOptions } from '@tunekit/sweep/file'
import type { Configuration, Executor, Study, StudyOptions, StudyRecord } from '@tunekit/sweep'
import type { SweepFile, SweepMetric } from '@tunekit/sweep/file'
import { commandExecutor, openJournalFile, readJournalFile } from '@tunekit/sweep/node'
import { Command } from 'commander'
import { positiveInteger, threadCount } from '../options/option-types.ts'
import { printJson, say } from '../process/print.ts'
import { writeReport } from '../report/write-report.ts'
import { requireData } from '../run/load-data.ts'
import { countTrials, describeConfiguration } from '../study/format-study.ts'
import type { Description } from '../study/format-study.ts'
import { requireComplete, runStudyInFolder } from '../study/run-study-in-folder.ts'
import { inNewStudyFolder, openStudyFolder } from '../study/study-folder.ts'
import type { StudyFolder } from '../study/study-folder.ts'
import {
  dataSources,
  findTrainProblem,
  requireTrainMetric,
  tuningDefaults,
  tuningMetric,
} from '../study/train-parameters.ts'
import { optionName } from '../options/train-arguments.ts'
import { trainExecutor } from '../study/train-executor.ts'
import { findWorkingFolder, keepWorkingFolder, workingFolderOf } from '../study/working-folder.ts'
import { writeStudyHParams } from '../study/write-study-hparams.ts'
import { asUsageError, requireOnly, UsageError } from '../process/usage-error.ts'

/** `tunekit sweep` */
export function sweepCommand(): Command {
  return new Command('sweep')
    .description('Search for the best options of `tunekit train`, or of any program')
    .argument('[file]', 'sweep file: YAML as W&B has it, and more')
    .option('--workers <n>', 'trials at a time (default: the file’s, or all cores)', threadCount.parse)
    .option(
      '--lag <n>',
      'how far back a sampler or pruner looks (default: the file’s, or 4)',
      positiveInteger.parse,
    )
    .option(
      '--trials <n>',
      'trials in all (default: the file’s run_cap, or all of a grid)',
      positiveInteger.parse,
    )
    .option('--out <folder>', 'study folder to make (default: studies/1, studies/2, …)')
    .option('--resume <folder>', 'continue the study in this folder')
    .option('--retry-failed', 'run trials again that failed, with --resume')
    .option('--json', 'print the best configuration as JSON on stdout')
    .addHelpText(
      'after',
      `
Without a program in the file, trials are runs of \`tunekit train\`, and
parameters are its options. Unless the file says otherwise they hold out 5000
validation images, leave the test set alone, and are compared by
validation.accuracy.

Examples:
  tunekit sweep sweep.yaml --workers 2
  tunekit sweep --resume studies/1`,
    )
    .action(sweep)
}

interface SweepOptions {
  readonly workers?: number
  readonly lag?: number
  readonly trials?: number
  readonly out?: string
  readonly resume?: string
  readonly retryFailed?: boolean
  readonly json?: boolean
}

async function sweep(path: string | undefined, options: SweepOptions, command: Command): Promise<void> {
  if ((path === undefined) === (options.resume === undefined)) {
    throw new UsageError('Expected a sweep file, or --resume and a study folder; not both.')
  }
  if (options.resume !== undefined) {
    requireOnly(command, ['resume', 'workers', 'trials', 'retryFailed', 'json'], 'A resumed study')
  } else if (options.retryFailed) {
    throw new UsageError('--retry-failed needs --resume and a study folder.')
  }
  const resumed = options.resume === undefined ? undefined : openStudyFolder(options.resume)
  const source = resumed?.sweepFile ?? path!
  const text = await readSweepFile(source)
  const sweepFile = parse(text, source)
  const metric = metricOf(sweepFile)
  const stored = resumed && storedStudy(resumed)
  const lag = stored?.definition?.lag ?? options.lag ?? sweepFile.lag
  const workingFolder = resumed
    ? await workingFolderOf(resumed, sweepFile)
    : findWorkingFolder(sweepFile, source)
  const studyOptions: StudyOptions = asUsageError(() => ({
    name: 'sweep',
    ...sweepStudyOptions({ ...sweepFile, metric, lag }),
    metric: metric.name,
    warn: say,
  }))
  const trials = options.trials ?? stored?.trialCount ?? studyOptions.trials
  if (trials === undefined && !endsByItself(studyOptions.sampler)) {
    throw new UsageError(
      `${source}: Method ${sweepFile.sampler.type} never ends: expected \`run_cap\`, or the option --trials.`,
    )
  }
  const draft = asUsageError(() => createStudy({ ...studyOptions, trials }))
  const wanted = wantedWorkers(sweepFile, options)
  const workers = Math.max(1, Math.min(wanted, draft.parallelism, draft.trialCount ?? Infinity))
  if (!resumed) {
    asUsageError(() => draft.ask()) // so that a mistake leaves no folder behind
    if (isTrain(sweepFile)) await requireData(dataSources(sweepFile.space))
  }
  const open = ({ journal }: StudyFolder): Study =>
    createStudy({ ...studyOptions, trials, journal: openJournalFile(journal) })
  const { folder, study } = resumed
    ? { folder: resumed, study: open(resumed) }
    : await inNewStudyFolder(options.out, (folder) => {
        replaceFile(folder.sweepFile, text)
        keepWorkingFolder(folder, workingFolder)
        return { folder, study: open(folder) }
      })
  const isEarly = resumed !== undefined && !existsSync(resumed.workingFolder)
  const executor = executorOf(sweepFile, { workers, metric, workingFolder, isEarly })
  say(`${countTrials(study.trialCount)}, ${workers} at a time. Study folder: ${folder.path}`)
  if (study.parallelism < Math.min(wanted, study.trialCount ?? Infinity))
    say(whyNoMore(study, resumed !== undefined))
  if (isTrain(sweepFile)) writeStudyHParams(folder, study, metric.name)
  const describe = (configuration: Configuration): Description =>
    describeConfiguration(study.definition.space, configuration)
  const { retryOnCrash, retryOnError } = sweepFile
  await runStudyInFolder(study, {
    ...{ folder, executor, workers, describe, retryOnCrash, retryOnError },
    metric: metric.name,
    target: metric.target,
    retryFailed: options.retryFailed,
    resumeWith: `npx tunekit sweep --resume ${folder.path}`,
  })
  await writeReport([folder.path], folder.report)
  if (options.json) printJson({ study: folder.path, best: study.best() ?? null })
  requireComplete(study)
}

/** The study of a folder as it ran last. */
function storedStudy({ journal }: StudyFolder): StudyRecord | undefined {
  return readStudies(readJournalFile(journal))[0]
}

/** Why fewer trials run at a time than workers were asked for. */
function whyNoMore({ parallelism, definition }: Study, isResumed: boolean): string {
  const whose = definition.pruner ? 'sampler or pruner' : 'sampler'
  const advice = isResumed ? 'which the study keeps' : 'for more, give a larger one with --lag'
  return (
    `Its ${whose} looks at what became of trials, up to ${parallelism} before the one to decide about (\`lag\`): ` +
    `so ${parallelism} run at a time; ${advice}.`
  )
}

/** How many trials the user wants at a time; by default one a core, since a training on one thread waits for no other. */
function wantedWorkers(sweepFile: SweepFile, options: SweepOptions): number {
  return options.workers ?? sweepFile.workers ?? (isTrain(sweepFile) ? availableParallelism() : 1)
}

async function readSweepFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    throw new Error(`Cannot read sweep file ${path}: ${(error as Error).message}`, { cause: error })
  }
}

function parse(text: string, fileName: string): SweepFile {
  try {
    const sweepFile = parseSweepFile(text, {
      ...{ fileName, metric: tuningMetric, environment: process.env },
      ...{ canonicalName: optionName, findProblem: findTrainProblem },
    })
    for (const warning of sweepFile.warnings) say(warning)
    return sweepFile
  } catch (error) {
    if (error instanceof SweepFileError) throw new UsageError(error.message, { cause: error })
    throw error
  }
}

/** Whether trials are runs of `tunekit train`. */
function isTrain({ program, command }: SweepFile): boolean {
  return program === undefined && command === undefined
}

/** What is compared; checked, if trials are runs of `tunekit train`. */
function metricOf(sweepFile: SweepFile): SweepMetric {
  const { metric } = sweepFile
  if (!metric)
    throw new UsageError('The sweep file has a program but no `metric`: expected its `name` and `goal`.')
  if (isTrain(sweepFile)) {
    requireTrainMetric(metric)
  }
  return metric
}

interface ExecutorSettings {
  readonly workers: number
  readonly metric: SweepMetric
  readonly workingFolder: string
  /** Whether the study was started when every rule still had the defaults of the post. */
  readonly isEarly: boolean
}

/** What runs the trials: the file's program, or `tunekit train`. */
function executorOf(
  sweepFile: SweepFile,
  { workers, metric, workingFolder, isEarly }: ExecutorSettings,
): Executor {
  const { program, command, nested, floats, timeout, memoryLimit } = sweepFile
  if (isTrain(sweepFile)) {
    const defaults = [...(isEarly ? ['--preset=post'] : []), ...tuningDefaults(sweepFile, metric)]
    return trainExecutor({ workers, metric: metric.name, workingFolder, defaults, timeout, memoryLimit })
  }
  const settings = { program, command, nested, floats, timeout, memoryLimit, folder: workingFolder }
  return commandExecutor({ metric: metric.name, ...settings })
}
