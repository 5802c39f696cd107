import type { ReportGroup, ReportMeasure } from '../input/report-input.ts'
import type { RunData } from '../input/run-data.ts'
import { measuresOf } from './measure.ts'

/**
 * Finds the run whose model a report may evaluate: the first run of the group with the best mean. The best of all runs would be
 * luck. Groups of another measure than the first eligible group cannot be compared with it and are left out.
 *
 * @param groups With their `summary`; a group without is the last choice
 * @param isEligible Whether the model of a run can be evaluated. Default: all can whose run has a summary
 * @returns The run, and the images on which it is the best; undefined if no run is eligible
 */
export function bestRun(
  groups: readonly ReportGroup[],
  isEligible: (run: RunData) => boolean = () => true,
): { readonly run: RunData; readonly split: ReportMeasure['split'] } | undefined {
  const measures = measuresOf(groups)
  const candidates = groups.flatMap(({ runs: [run], summary }, index) =>
    run?.summary !== undefined && isEligible(run)
      ? [{ run, mean: summary?.mean, measure: measures[index] }]
      : [],
  )
  const [first] = candidates
  if (!first) return undefined
  const sign = first.measure.direction === 'maximize' ? -1 : 1
  const rank = (mean: number | undefined): number => (mean === undefined ? Infinity : sign * mean)
  const { run } = candidates
    .filter(({ measure }) => measure === first.measure)
    .reduce((best, candidate) => (rank(candidate.mean) < rank(best.mean) ? candidate : best))
  return { run, split: first.measure.split }
}
