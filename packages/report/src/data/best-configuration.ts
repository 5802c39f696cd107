import { extremes, spreadOf } from '../values/moments.ts'
import { groupBy } from '../values/group-by.ts'
import type { ReportStudy, ReportTrial } from '../input/report-study.ts'
import { completed, isBetter, type Completed } from './study-trials.ts'
import { keyOf } from '../values/value-texts.ts'

/** A configuration and its complete trials. */
export interface ConfigurationResult {
  readonly configuration: ReportTrial['configuration']
  readonly trials: readonly Completed[]
  /** Over its trials. */
  readonly mean: number
}

/**
 * The configuration with the best mean over its complete trials, the first of equals.
 *
 * Only those with the most repeats count, lest one with a single lucky repeat, whose others were pruned or failed or still
 * run, beat those that have all.
 */
export function bestConfiguration(study: ReportStudy): ConfigurationResult | undefined {
  const groups = groupBy(completed(study), ({ configuration }) => keyOf(configuration))
  const results = [...groups.values()].map((trials) => ({
    configuration: trials[0].configuration,
    trials,
    mean: spreadOf(trials.map(({ value }) => value))?.mean as number,
    repeats: new Set(trials.map(({ repeat = 0 }) => repeat)).size,
  }))
  const most = extremes(results.map(({ repeats }) => repeats)).high
  const [first, ...rest] = results.filter(({ repeats }) => repeats === most)
  return rest.reduce<typeof first | undefined>(
    (best, result) => (best && isBetter(study, result.mean, best.mean) ? result : best),
    first,
  )
}
