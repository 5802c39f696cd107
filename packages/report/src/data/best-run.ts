import type { ReportGroup } from '../input/report-input.ts'
import type { RunData, Split } from '../input/run-data.ts'
import { measuresOf } from './measure.ts'

/**
 * Chooses the run whose model a report evaluates: the first run of the group with the best mean. The best of all runs would be
 * a matter of luck. Only groups with the measure of the first eligible group are compared.
 *
 * @param groups Groups with a `summary`. A group without a summary comes last
 * @param isEligible Whether the model of a run can be evaluated. Default: every model whose run has a summary
 * @returns The run, and the split on which it is the best; undefined if no run is eligible
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
