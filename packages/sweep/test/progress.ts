import type { ReportingTrial, TrialProgress } from '../src/pruners/pruner.ts'
import { reportsOf } from '../src/study/reports.ts'

/** A trial that reported these values, at steps from 0 unless others are given. */
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

/** Trials numbered from 1 that are complete. */
export function complete(...curves: readonly (readonly number[])[]): TrialProgress[] {
  return curves.map((values, index) => progress(values, { number: index + 1, state: 'complete' }))
}
