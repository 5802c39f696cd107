import type { ReportGroup } from '../input/report-input.ts'
import type { RunData, Split } from '../input/run-data.ts'
import { measuresOf } from './measure.ts'

/**
 * Chooses the run whose model a report evaluates: the first run of the group with the best mean. The choice is not the best of
 * all runs, because that run would be a matter of luck. Only groups with the measure of the first eligible group are compared.
 *
 * @param groups Groups with a `summary`. Groups without a summary rank last
 * @param isEligible Returns whether the model of a run can be evaluated. It is called for runs with a summary. Default: always
 *   true
 * @returns The run, and the split on which the groups were compared; undefined if no run is eligible
 */
export function bestRun(
  groups: readonly ReportGroup[],
  isEligible: (run: RunData) => boolean = () => true,
): { readonly run: RunData; readonly split: Split } | undefined {
  const measures = measuresOf(groups)
  const eligible = groups.flatMap(({ runs: [run], summary }, index) =>
    run?.summary !== undefined && isEligible(run)
      ? [{ run, mean: summary?.mean, measure: measures[index] }]
      : [],
  )
  const [first] = eligible
  if (!first) return undefined
  const sign = first.measure.direction === 'maximize' ? -1 : 1
  const rank = (mean: number | undefined): number => (mean === undefined ? Infinity : sign * mean)
  const { run } = eligible
    .filter(({ measure }) => measure === first.measure)
    .reduce((best, other) => (rank(other.mean) < rank(best.mean) ? other : best))
  return { run, split: first.measure.split }
}
