import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { MetricsRecord } from '@tunekit/metrics'
import type { Trial, TrialResult } from '@tunekit/sweep'
import { trainArguments } from '../options/train-arguments.ts'
import { parseTrainOptions } from '../options/train-command.ts'
import { resolveTrainConfig } from '../options/train-config.ts'
import type { TrainConfig } from '../options/train-config.ts'
import { isNamed } from '../run/run-config.ts'
import { readMetrics, runFolder } from '../run/run-folder.ts'
import { prepareResumedRun, prepareRun } from '../train/prepare-run.ts'
import { trainInFolder } from '../train/train-in-folder.ts'
import type { TrainInFolderOptions } from '../train/train-in-folder.ts'

/** The data that every trial of a study of `tunekit train` receives. */
export interface TrainTrialData {
  /** The name of a metric in metrics.jsonl, such as `validation.accuracy`. */
  readonly metric: string
  /** The number of threads of the simd backend. */
  readonly threads: number
  /** The folder to which the path of the data is relative. */
  readonly workingFolder: string
  /** Default arguments, which the configuration overrides. */
  readonly defaults: readonly string[]
}

/** Runs `tunekit train` as a trial in the trial's folder. Continues from the checkpoint in the folder, if any. */
export async function trainTrial(trial: Trial, data: TrainTrialData): Promise<TrialResult> {
  const run = runFolder(trial.folder!)
  const args = [...data.defaults, `--seed=${trial.seed}`, ...trainArguments(trial.configuration)]
  const options = parseTrainOptions(args)
  const { threads = options.backend === 'cpu' ? undefined : data.threads } = options
  const training = existsSync(run.config)
    ? await prepareResumedRun(run, { threads })
    : await prepareRun(withDataFrom(data.workingFolder, resolveTrainConfig(options)), {
        threads,
        command: ['tunekit', 'train', ...args],
        makeFolder: async () => run,
      })
  const summary = await trainInFolder(training, {
    signal: trial.signal,
    hparams: hparamsOf(trial),
    onEpoch: async (record) => {
      const value = metricOf(record, data.metric)
      if (record.epoch) await trial.report(record.epoch, value)
    },
  })
  const { weightsSha256, epochs } = summary
  // From the file, since an attempt has no epoch to report if the previous attempt was killed after the last epoch.
  const value = metricOf((await readMetrics(run)).at(-1)!, data.metric)
  return { value, attributes: { weightsSha256, epochs } }
}

function withDataFrom(folder: string, config: TrainConfig): TrainConfig {
  return { ...config, data: isNamed(config.data) ? config.data : resolve(folder, config.data) }
}

/**
 * Returns the value of a metric, such as `validation.accuracy`, in the record of an epoch.
 *
 * @throws {Error} If the record lacks the metric; the message lists its metrics
 */
export function metricOf(record: MetricsRecord, metric: string): number {
  const [group, name] = metric.split('.')
  const groups: Readonly<Record<string, unknown>> = { ...record }
  const found =
    name === undefined ? groups[group] : (groups[group] as Record<string, unknown> | undefined)?.[name]
  if (typeof found === 'number') return found
  const known = Object.entries(groups).flatMap(([key, value]) =>
    typeof value === 'object' && value !== null ? Object.keys(value).map((inner) => `${key}.${inner}`) : [],
  )
  throw new Error(`A run has no metric "${metric}": expected ${known.join(', ')}.`)
}

/** Returns the parameters of a trial for TensorBoard's HParams tab, which groups the repeats of a configuration. */
function hparamsOf({ configuration }: Trial): TrainInFolderOptions['hparams'] {
  const hparams = Object.entries(configuration).filter(
    (entry): entry is [string, string | number | boolean] => entry[1] !== null,
  )
  return { hparams: Object.fromEntries(hparams) }
}
