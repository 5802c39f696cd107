import type { TrialProgress } from '../src/pruners/pruner.ts'

/** A trial that reported these values, at steps from 0 unless others are given. */
export function progress(
  values: readonly number[],
  rest: { number?: number; state?: TrialProgress['state']; steps?: readonly number[] } = {},
): TrialProgress {
  const { number = 0, state = 'running', steps } = rest
  return {
    number,
    state,
    intermediate: new Map(values.map((value, index) => [steps?.[index] ?? index, value])),
  }
}

/** Trials numbered from 1 that are complete. */
export function complete(...curves: readonly (readonly number[])[]): TrialProgress[] {
  return curves.map((values, index) => progress(values, { number: index + 1, state: 'complete' }))
}
