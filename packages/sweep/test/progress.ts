import type { ReportingTrial, TrialProgress } from '../src/pruners/pruner.ts'
import { reportsOf } from '../src/study/reports.ts'

/** Creates a trial that reported the given values, by default at steps 0, 1, … */
export function progress(
  values: readonly number[],
  rest: { number?: number; state?: TrialProgress['state']; steps?: readonly number[] } = {},
): ReportingTrial {
  const { number = 0, state = 'running', steps } = rest
  return {
    number,
    state,
    advanced: true,
    intermediate: reportsOf(values.map((value, index) => [steps?.[index] ?? index, value])),
  }
}

/** Creates complete trials, numbered from 1. */
export function complete(...curves: readonly (readonly number[])[]): TrialProgress[] {
  return curves.map((values, index) => progress(values, { number: index + 1, state: 'complete' }))
}
