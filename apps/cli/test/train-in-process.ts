import type { MetricsRecord } from '@tunekit/metrics'
import { parseTrainOptions } from '../src/options/train-command.ts'
import { resolveTrainConfig } from '../src/options/train-config.ts'
import { createRunFolder, readMetrics, runFolder } from '../src/run/run-folder.ts'
import type { RunFolder } from '../src/run/run-folder.ts'
import type { RunSummary } from '../src/run/summarize-run.ts'
import { prepareResumedRun, prepareRun } from '../src/train/prepare-run.ts'
import { trainInFolder } from '../src/train/train-in-folder.ts'
import type { Training } from '../src/train/train-in-folder.ts'

export interface Trained {
  readonly run: RunFolder
  readonly summary: RunSummary
  readonly records: readonly MetricsRecord[]
}

/** Runs `tunekit train` with these arguments in a new folder, in this process. */
export async function trainInProcess(path: string, args: readonly string[]): Promise<Trained> {
  const options = parseTrainOptions(args)
  const training = await prepareRun(resolveTrainConfig(options), {
    threads: options.threads ?? (options.backend === 'cpu' ? undefined : 1),
    command: ['tunekit', 'train', ...args],
    makeFolder: () => createRunFolder(path),
  })
  return trained(training)
}

/** Runs `tunekit train --resume <path> --epochs <epochs>`, in this process. */
export async function resumeInProcess(path: string, epochs?: number): Promise<Trained> {
  return trained(await prepareResumedRun(runFolder(path), { threads: 1, epochs }))
}

async function trained(training: Training): Promise<Trained> {
  const { run } = training
  const summary = await trainInFolder(training)
  return { run, summary, records: await readMetrics(run) }
}
