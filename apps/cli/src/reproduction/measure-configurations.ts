import type { RunData } from '@tunekit/report'
import type { StudyRecord, StudyTrial } from '@tunekit/sweep'
import { compareAll, summarize } from '@tunekit/sweep/statistics'
import type { Comparison, Summary } from '@tunekit/sweep/statistics'
import type { DataReader } from '../run/data-reader.ts'
import { readRuns } from '../run/read-run.ts'
import type { StudyFolder } from '../study/study-folder.ts'
import { correctness } from './correctness.ts'
import { matches, postConfigurations } from './post-configurations.ts'
import type { PostConfiguration } from './post-configurations.ts'

/** A configuration of the post's study with our results. Accuracies are fractions of the test set. */
export interface MeasuredConfiguration {
  readonly configuration: PostConfiguration
  /** One run per seed, in the order of the seeds. */
  readonly runs: readonly RunData[]
  /** The accuracies after the last epoch. */
  readonly final: Summary
  /** The accuracies after each run's best epoch. They are biased, since the test set chose the epoch. */
  readonly best: Summary
  /** The mean training time of an epoch. Absent if no run has it. */
  readonly secondsPerEpoch?: number
  /** The comparison with the configuration's reference. Absent if it has no reference. */
  readonly comparison?: Comparison
}

/**
 * Reads the runs of a study of the post from their folders and compares its configurations. Configurations with incomplete
 * trials are left out.
 */
export async function measureConfigurations(
  study: StudyRecord,
  folder: StudyFolder,
  readData: DataReader,
): Promise<MeasuredConfiguration[]> {
  const repeats = study.definition?.seeds?.length ?? 1
  const measured = await Promise.all(
    postConfigurations.map(async (configuration) => {
      const trials = trialsOf(configuration, study.trials)
      if (trials.length < repeats || !isPartOf(study.trials, configuration)) return []
      const runs = await readRuns(
        trials.map(({ slot }) => folder.trial(slot)),
        readData,
      )
      // The journal has the values even if files of the runs are missing.
      const values = trials.map(({ value }) => value!)
      return [{ configuration, runs, values, correct: await correctness(runs, readData) }]
    }),
  ).then((found) => found.flat())
  const samples = measured.map(({ configuration: { label }, values, correct }) => ({
    label,
    values,
    correct,
  }))
  const comparisons = compareAll(
    samples,
    (_, index) => samples.find(({ label }) => label === measured[index].configuration.reference),
    { unit: 'points', scale: 100, digits: 2 },
  )
  return measured.map(({ configuration, runs, values }, index) => ({
    configuration,
    runs,
    final: summarize(values),
    best: summarize(runs.map((run, at) => bestAccuracy(run) ?? values[at])),
    secondsPerEpoch: meanOf(runs.flatMap(({ summary }) => summary?.secondsPerEpoch ?? [])),
    comparison: comparisons[index],
  }))
}

function bestAccuracy({ epochs }: RunData): number | undefined {
  const accuracies = epochs.flatMap(({ test }) => test?.accuracy ?? []).filter(Number.isFinite)
  return accuracies.length === 0 ? undefined : accuracies.reduce((a, b) => Math.max(a, b))
}

function meanOf(values: readonly number[]): number | undefined {
  const finite = values.filter(Number.isFinite)
  return finite.length === 0 ? undefined : summarize(finite).mean
}

/** Returns the complete trials of a configuration in the order of their repeats. */
function trialsOf(configuration: PostConfiguration, trials: readonly StudyTrial[]): StudyTrial[] {
  return trials
    .filter((trial) => trial.state === 'complete' && matches(configuration, trial.configuration))
    .sort((a, b) => a.repeat - b.repeat)
}

/** Whether a study includes a configuration. A copy of another configuration counts only if the study ran others of its section. */
function isPartOf(trials: readonly StudyTrial[], { section, sameAs }: PostConfiguration): boolean {
  if (sameAs === undefined) return true
  return postConfigurations
    .filter((other) => other.section === section && other.sameAs === undefined)
    .some((other) => trials.some((trial) => matches(other, trial.configuration)))
}
