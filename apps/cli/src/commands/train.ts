import { basename, dirname, relative, resolve } from 'node:path'
import type { Command } from 'commander'
import { optionsOfResumedRun, trainOptionsCommand } from '../options/train-command.ts'
import { resolveTrainConfig } from '../options/train-config.ts'
import type { RunOptions, TrainOptions } from '../options/train-options.ts'
import { interruptible, Interruption } from '../process/interruption.ts'
import { printJson, say } from '../process/print.ts'
import { requireOnly, UsageError } from '../process/usage-error.ts'
import { createRunFolder, runFolder } from '../run/run-folder.ts'
import { isStudy } from '../study/study-folder.ts'
import { prepareResumedRun, prepareRun } from '../train/prepare-run.ts'
import { trainInFolder } from '../train/train-in-folder.ts'
import type { Training } from '../train/train-in-folder.ts'

/** Creates the command `tunekit train`. */
export function trainCommand(): Command {
  return trainOptionsCommand()
    .addHelpText(
      'after',
      `
Examples:
  tunekit train                                the post's best recipe
  tunekit train --optimizer adamW --batch-size 128
  tunekit train --optimizer adan --optimizer-options '{"beta3":0.999}'
  tunekit train --data fashion-mnist --epochs 20 --seed 1
  tunekit train --validation 5000 --no-test    when comparing recipes
  tunekit train --resume runs/1`,
    )
    .action(async (options: TrainOptions & RunOptions, command: Command) => {
      const training = await prepare(options, command)
      const { path } = training.run
      try {
        const summary = await interruptible((signal) => trainInFolder(training, { signal }))
        if (options.json) printJson({ run: path, ...summary })
      } catch (error) {
        if (error instanceof Interruption) {
          say(`${error.message} The run is saved. Continue it with:\n  npx tunekit train --resume ${path}`)
        }
        throw error
      }
    })
}

function prepare(options: TrainOptions & RunOptions, command: Command): Promise<Training> {
  const { resume, threads, epochs, out } = options
  if (resume === undefined) {
    requireEffect(options)
    const command = ['tunekit', ...process.argv.slice(2)]
    return prepareRun(resolveTrainConfig(options), {
      ...{ threads, command },
      makeFolder: () => createRunFolder(out),
    })
  }
  requireNoTrial(resume)
  requireOnly(command, optionsOfResumedRun(), 'A resumed run')
  return prepareResumedRun(runFolder(resume), { threads, epochs })
}

/**
 * Rejects options that have no effect.
 *
 * @throws {UsageError} If there is such an option
 */
function requireEffect({ validation, splitSeed, test, limitTest }: TrainOptions): void {
  if (splitSeed !== undefined && !validation) {
    throw new UsageError('--split-seed has no effect without --validation: expected both, or neither.')
  }
  if (limitTest !== undefined && test === false) {
    throw new UsageError('--limit-test has no effect with --no-test: expected only one of the two.')
  }
}

/**
 * Checks that a run is not a trial of a study, whose journal holds the result of the trial.
 *
 * @throws {UsageError} If the run is a trial
 */
function requireNoTrial(path: string): void {
  const trials = dirname(resolve(path))
  if (basename(trials) !== 'trials' || !isStudy(dirname(trials))) return
  const study = relative(process.cwd(), dirname(trials)) || '.'
  throw new UsageError(
    `${path} is a trial of the study ${study}, whose journal would not record further training: ` +
      'continue the study with --resume of the command that created it, or resume a copy of the run folder.',
  )
}
