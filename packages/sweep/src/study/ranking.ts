import { mean } from '../numerics/moments.ts'
import { configurationKey } from '../parameters/configuration-key.ts'
import type { Configuration } from '../parameters/space.ts'
import type { Direction } from './direction.ts'
import type { StudyTrial } from './study-trial.ts'

/** A configuration with its complete trials. */
export interface RankedConfiguration<C extends Configuration = Configuration> {
  /** The number of the configuration in its study, from 0. */
  readonly number: number
  /** The values of the parameters. */
  readonly configuration: C
  /** The complete trials of the configuration, at least one, in the order of their repeats. */
  readonly trials: readonly StudyTrial<C>[]
  /** The mean of the trials' values. It may be infinite, but is never NaN. */
  readonly mean: number
}

/**
 * Ranks the configurations of a study, the best first: by the number of complete trials, then by the mean of their values. Of
 * equal configurations, the earlier comes first. Thus a configuration with a single lucky trial, whose other repeats failed, were
 * pruned or are still running, does not beat a configuration with all repeats.
 *
 * @param study An open study, or a study of `readStudies()`
 * @returns The configurations that have a complete trial. A configuration with values of both Infinity and −Infinity, which have no
 *   mean, is omitted
 *
 * @example
 * const [study] = readStudies(readJournalFile('runs/journal.log'))
 * const [best] = ranking(study)
 * best?.trials.map(({ value }) => value)
 */
export function ranking<C extends Configuration>(study: {
  readonly direction: Direction
  readonly trials: readonly StudyTrial<C>[]
}): RankedConfiguration<C>[] {
  const sign = study.direction === 'minimize' ? 1 : -1
  const byConfiguration = new Map<string, StudyTrial<C>[]>()
  for (const trial of study.trials) {
    if (trial.state !== 'complete' || trial.value === undefined) continue
    // A trial that another program added to the study can have the number of a configuration by chance.
    const key = `${trial.configurationNumber} ${configurationKey(trial.configuration)}`
    byConfiguration.set(key, [...(byConfiguration.get(key) ?? []), trial])
  }
  return [...byConfiguration.values()]
    .map((trials) => ({
      number: trials[0].configurationNumber,
      configuration: trials[0].configuration,
      trials: trials.sort((a, b) => a.repeat - b.repeat),
      mean: mean(trials.map(({ value }) => value!)),
    }))
    .filter((ranked) => !Number.isNaN(ranked.mean))
    .sort(
      (a, b) =>
        b.trials.length - a.trials.length ||
        sign * (a.mean - b.mean) || // NaN for equal infinities
        a.number - b.number,
    )
}
