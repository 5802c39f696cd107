import type { Command } from 'commander'
import { interruptible, Interruption } from '../interruption.ts'
import { prepareResumedRun, prepareRun } from '../prepare-run.ts'
import { printJson, say } from '../print.ts'
import { createRunFolder, runFolder } from '../run-folder.ts'
import { resolveTrainConfig } from '../train-config.ts'
import type { TrainOptions } from '../train-config.ts'
import { trainInFolder } from '../train-in-folder.ts'
import type { Training } from '../train-in-folder.ts'
import { trainOptionsCommand } from '../train-options.ts'
import type { RunOptions } from '../train-options.ts'
import { requireOnly } from '../usage-error.ts'

/** `tunekit train` */
export function trainCommand(): Command {
  return trainOptionsCommand()
    .addHelpText(
      'after',
      `
Examples:
  tunekit train                                the post's best recipe, 10 epochs
  tunekit train --optimizer adam --l2 0 --batch-size 128
  tunekit train --optimizer adan --optimizer-options '{"beta3":0.999}'
  tunekit train --data fashion-mnist --epochs 20 --seed 1
  tunekit train --validation 5000 --no-test    to compare recipes
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
    const command = ['tunekit', ...process.argv.slice(2)]
    return prepareRun(resolveTrainConfig(options), {
      ...{ threads, command },
      makeFolder: () => createRunFolder(out),
    })
  }
  requireOnly(command, ['resume', 'epochs', 'threads', 'json'], 'A resumed run')
  return prepareResumedRun(runFolder(resume), { threads, epochs })
}
