import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { MetricsRecord } from '@tunekit/metrics'
import type { Trial, TrialResult } from '@tunekit/sweep'
import { prepareResumedRun, prepareRun } from '../train/prepare-run.ts'
import { isNamed } from '../run/run-config.ts'
import { readMetrics, runFolder } from '../run/run-folder.ts'
import { resolveTrainConfig } from '../options/train-config.ts'
import type { TrainConfig } from '../options/train-config.ts'
import { trainInFolder } from '../train/train-in-folder.ts'
import type { TrainInFolderOptions } from '../train/train-in-folder.ts'
import { trainArguments } from '../options/train-arguments.ts'
import { parseTrainOptions } from '../options/train-command.ts'

/** What every trial of a study of `tunekit train` is given. */
export interface TrainTrialData {
  /** Of the records in metrics.jsonl, such as `validation.accuracy`. */
  readonly metric: string
  /** Of the simd backend. */
  readonly threads: number
  /** What a relative path of data starts from. */
  readonly workingFolder: string
  /** Arguments that come before those of the configuration, which win. */
  readonly defaults: readonly string[]
}

/** A trial that is a run of `tunekit train`, in the trial's folder; it goes on from a checkpoint that is there. */
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
  // From the file: an attempt that was killed after its last epoch leaves none to the next.
  const value = metricOf((await readMetrics(run)).at(-1)!, data.metric)
  return { value, attributes: { weightsSha256, epochs } }
}

function withDataFrom(folder: string, config: TrainConfig): TrainConfig {
  return { ...config, data: isNamed(config.data) ? config.data : resolve(folder, config.data) }
}

/**
 * The value of a metric such as `validation.accuracy` in a record of an epoch.
 *
 * @throws {Error} If the record has none of that name; says which it has
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

/** Repeats of a configuration, which differ in the seed alone, are one group in TensorBoard's HParams tab. */
function hparamsOf({ configuration }: Trial): TrainInFolderOptions['hparams'] {
  const hparams = Object.entries(configuration).filter(
    (entry): entry is [string, string | number | boolean] => entry[1] !== null,
  )
  return { hparams: Object.fromEntries(hparams) }
}
