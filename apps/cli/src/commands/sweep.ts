import { readFile } from 'node:fs/promises'
import { createStudy, parseSweepFile, readStudies, SweepFileError, sweepStudyOptions } from '@tunekit/sweep'
import type {
  Configuration,
  Executor,
  SamplerType,
  Study,
  StudyOptions,
  SweepFile,
  SweepMetric,
} from '@tunekit/sweep'
import { commandExecutor, openJournalFile, readJournalFile } from '@tunekit/sweep/node'
import { Command } from 'commander'
import { integerFrom, threadCount } from '../parse-options.ts'
import { printJson, say } from '../print.ts'
import { writeReport } from '../report/write-report.ts'
import { writeFileOf } from '../run-folder.ts'
import { countTrials, describeConfiguration } from '../study/format-study.ts'
import type { Description } from '../study/format-study.ts'
import { requireComplete } from '../study/require-complete.ts'
import { requireData } from '../study/require-data.ts'
import { runStudyInFolder } from '../study/run-study-in-folder.ts'
import { inNewStudyFolder, openStudyFolder } from '../study/study-folder.ts'
import type { StudyFolder } from '../study/study-folder.ts'
import {
  dataSources,
  requireTrainMetric,
  requireTrainParameters,
  tuningDefaults,
  tuningMetric,
} from '../study/train-parameters.ts'
import { trainExecutor } from '../study/train-executor.ts'
import { writeStudyHParams } from '../study/write-study-hparams.ts'
import { refusing, requireOnly, UsageError } from '../usage-error.ts'

/** `tunekit sweep` */
export function sweepCommand(): Command {
  return new Command('sweep')
    .description('Search for the best options of `tunekit train`, or of any program')
    .argument('[file]', 'sweep file: YAML as W&B has it, and more')
    .option('--workers <n>', 'trials at a time (default: the file’s, or all cores)', threadCount)
    .option('--trials <n>', 'trials in all (default: the file’s run_cap, or all of a grid)', integerFrom(1))
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
  const { executor, workers, metric } = executorOf(sweepFile, options.workers)
  const studyOptions: StudyOptions = refusing(() => ({
    name: 'sweep',
    ...sweepStudyOptions({ ...sweepFile, metric }),
    metric: metric.name,
  }))
  const trials = options.trials ?? (resumed && budgetIn(resumed)) ?? studyOptions.trials
  if (trials === undefined && endless.has(sweepFile.sampler.type)) {
    throw new UsageError(
      `${source}: Method ${sweepFile.sampler.type} never ends: expected \`run_cap\`, or the option --trials.`,
    )
  }
  if (!resumed) {
    refusing(() => createStudy({ ...studyOptions, trials }).ask()) // so that a mistake leaves no folder behind
    if (isTrain(sweepFile)) await requireData(dataSources(sweepFile.space))
  }
  const open = ({ journal }: StudyFolder): Study =>
    createStudy({ ...studyOptions, trials, journal: openJournalFile(journal) }) as Study
  const { folder, study } = resumed
    ? { folder: resumed, study: open(resumed) }
    : await inNewStudyFolder(options.out, (folder) => {
        writeFileOf(folder.sweepFile, Buffer.from(text))
        return { folder, study: open(folder) }
      })
  say(`${countTrials(study.budget)}, ${workers} at a time. Study folder: ${folder.path}`)
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

/** Samplers that go on for as long as they are asked. */
const endless: ReadonlySet<SamplerType> = new Set(['random', 'sobol', 'tpe'])

/** How many trials a study was to have when it ran last. */
function budgetIn({ journal }: StudyFolder): number | undefined {
  return readStudies(readJournalFile(journal))[0]?.budget
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
    const sweepFile = parseSweepFile(text, { fileName, metric: tuningMetric })
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

/** What runs the trials: the file's program, or `tunekit train`. */
function executorOf(
  sweepFile: SweepFile,
  workers = sweepFile.workers,
): { executor: Executor; workers: number; metric: SweepMetric } {
  const { program, command, nested, metric, timeout, memoryLimit } = sweepFile
  if (!metric)
    throw new UsageError('The sweep file has a program but no `metric`: expected its `name` and `goal`.')
  if (isTrain(sweepFile)) {
    requireTrainParameters(sweepFile.space)
    requireTrainMetric(metric)
    const defaults = tuningDefaults(sweepFile, metric)
    return { ...trainExecutor({ workers, metric: metric.name, defaults, timeout, memoryLimit }), metric }
  }
  const executor = commandExecutor({ metric: metric.name, program, command, nested, timeout, memoryLimit })
  return { executor, workers: workers ?? 1, metric }
}
