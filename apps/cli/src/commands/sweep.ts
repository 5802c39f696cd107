import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { replaceFile } from '@tunekit/durable-files'
import { createStudy, endsByItself, readStudies } from '@tunekit/sweep'
import type { Configuration, Study, StudyOptions, StudyRecord } from '@tunekit/sweep'
import { sweepStudyOptions } from '@tunekit/sweep/file'
import { openJournalFile, readJournalFile } from '@tunekit/sweep/node'
import { Command } from 'commander'
import { positiveInteger, threadCount } from '../options/option-types.ts'
import { printJson, say } from '../process/print.ts'
import { asUsageError, requireOnly, UsageError } from '../process/usage-error.ts'
import { writeReport } from '../report/write-report.ts'
import { requireData } from '../run/load-data.ts'
import { describeConfiguration } from '../study/describe-configuration.ts'
import type { Description } from '../study/describe-configuration.ts'
import { countTrials } from '../study/format-study.ts'
import { readSweep } from '../study/read-sweep.ts'
import type { Sweep } from '../study/read-sweep.ts'
import { requireComplete, runStudyInFolder } from '../study/run-study-in-folder.ts'
import { inNewStudyFolder, openStudyFolder } from '../study/study-folder.ts'
import type { StudyFolder } from '../study/study-folder.ts'
import { sweepExecutor } from '../study/sweep-executor.ts'
import { dataSources } from '../study/train-parameters.ts'
import { findWorkingFolder, storeWorkingFolder, workingFolderOf } from '../study/working-folder.ts'
import { writeStudyHParams } from '../study/write-study-hparams.ts'

/** Creates the command `tunekit sweep`. */
export function sweepCommand(): Command {
  return new Command('sweep')
    .description('Search for the best options of `tunekit train`, or of any program')
    .argument('[file]', 'sweep file: YAML in the format of W&B, with additional keys')
    .option(
      '--workers <n>',
      "number of trials at a time (default: the file's, else one per core, but 1 for a program)",
      threadCount.parse,
    )
    .option(
      '--lag <n>',
      "base decisions about a trial on trials at least n before it, so that n can run at a time (default: the file's, or 4)",
      positiveInteger.parse,
    )
    .option(
      '--trials <n>',
      "total number of trials (default: the file's run_cap, or the whole grid)",
      positiveInteger.parse,
    )
    .option('--out <folder>', 'study folder to create (default: studies/1, studies/2, …)')
    .option('--resume <folder>', 'continue the study in this folder')
    .option('--retry-failed', 'with --resume: also run failed trials again')
    .option('--json', 'print the best configuration as JSON on stdout')
    .addHelpText(
      'after',
      `
If the file names no program, each trial is a run of \`tunekit train\` and the
parameters are its options. By default these runs hold out 5000 validation
images, do not evaluate on the test set, and are compared by
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
  requireOneSource(path, options)
  if (options.resume !== undefined) {
    requireOnly(command, ['resume', 'workers', 'trials', 'retryFailed', 'json'], 'A resumed study')
  }
  const resumed = options.resume === undefined ? undefined : openStudyFolder(options.resume)
  const source = resumed?.sweepFile ?? path!
  const sweep = await readSweep(source)
  const workingFolder = resumed ? await workingFolderOf(resumed, sweep) : findWorkingFolder(sweep, source)
  const studyOptions = studyOptionsOf(sweep, options, { source, stored: resumed && storedStudy(resumed) })
  const draft = asUsageError(() => createStudy(studyOptions))
  const wanted = wantedWorkers(sweep, options)
  const workers = Math.max(1, Math.min(wanted, draft.parallelism, draft.trialCount ?? Infinity))
  if (!resumed) {
    asUsageError(() => draft.ask()) // A mistake leaves no folder.
    if (sweep.isTrain) await requireData(dataSources(sweep.space))
  }
  const open = ({ journal }: StudyFolder): Study =>
    createStudy({ ...studyOptions, journal: openJournalFile(journal) })
  const { folder, study } = resumed
    ? { folder: resumed, study: open(resumed) }
    : await inNewStudyFolder(options.out, (folder) => {
        replaceFile(folder.sweepFile, sweep.text)
        storeWorkingFolder(folder, workingFolder)
        return { folder, study: open(folder) }
      })
  const hasPresetOfPost = resumed !== undefined && !existsSync(resumed.workingFolder)
  const executor = sweepExecutor(sweep, { workers, workingFolder, hasPresetOfPost })
  say(`${countTrials(study.trialCount)}, ${workers} at a time. Study folder: ${folder.path}`)
  if (study.parallelism < Math.min(wanted, study.trialCount ?? Infinity)) {
    say(explainParallelism(study, resumed !== undefined))
  }
  if (sweep.isTrain) writeStudyHParams(folder, study, sweep.metric.name)
  const describe = (configuration: Configuration): Description =>
    describeConfiguration(study.definition.space, configuration)
  const { metric, retryOnCrash, retryOnError } = sweep
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

function requireOneSource(path: string | undefined, { resume, retryFailed }: SweepOptions): void {
  if ((path === undefined) === (resume === undefined)) {
    throw new UsageError('Expected either a sweep file, or --resume with a study folder.')
  }
  if (retryFailed && resume === undefined) {
    throw new UsageError('--retry-failed needs --resume with a study folder.')
  }
}

/** Returns the latest state of the study in a folder. */
function storedStudy({ journal }: StudyFolder): StudyRecord | undefined {
  return readStudies(readJournalFile(journal))[0]
}

/**
 * The options of a sweep's study. A resumed study keeps its lag and, without `--trials`, its number of trials.
 *
 * @throws {UsageError} If an option is out of range, or nothing would end the study
 */
function studyOptionsOf(
  sweep: Sweep,
  options: SweepOptions,
  { source, stored }: { readonly source: string; readonly stored?: StudyRecord },
): StudyOptions {
  const lag = stored?.definition?.lag ?? options.lag ?? sweep.lag
  const studyOptions = asUsageError(() => sweepStudyOptions({ ...sweep, lag }))
  const trials = options.trials ?? stored?.trialCount ?? studyOptions.trials
  if (trials === undefined && !endsByItself(studyOptions.sampler)) {
    throw new UsageError(
      `${source}: Method ${sweep.sampler.type} never ends: expected \`run_cap\`, or the option --trials.`,
    )
  }
  return { name: 'sweep', ...studyOptions, trials, metric: sweep.metric.name, warn: say }
}

/** Explains why fewer trials run at a time than the user wants. */
function explainParallelism({ parallelism, definition }: Study, isResumed: boolean): string {
  const subject = definition.pruner ? 'sampler or pruner' : 'sampler'
  const advice = isResumed ? 'A resumed study keeps its lag.' : 'To run more, give a larger --lag.'
  return (
    `At most ${parallelism} trials run at a time, because the ${subject} bases its decisions about a trial on ` +
    `trials at least ${parallelism} before it (\`lag\`). ${advice}`
  )
}

/** Returns the number of trials at a time that the user wants. Trainings on one thread do not wait for each other: one per core. */
function wantedWorkers(sweep: Sweep, options: SweepOptions): number {
  return options.workers ?? sweep.workers ?? (sweep.isTrain ? availableParallelism() : 1)
}
