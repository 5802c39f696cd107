import type { Metrics } from './parse-metrics.ts'

/** What may say where a report stands, the finest first. */
const names = ['step', 'epoch', '_step']

/**
 * Finds the step of each report of a program, in the order of the reports: its `step`, else its `epoch`, else wandb's
 * `_step`, if that is an integer from 0. The first report decides which of them, for all reports. A report without it gets
 * the step after the largest one so far; so reports are counted, from 0, if the first one has none of them.
 */
export function reportSteps(): (metrics: Metrics) => number {
  let name: string | undefined
  let largest = -1
  return (metrics) => {
    name ??= names.find((each) => isStep(metrics.get(each))) ?? ''
    const said = metrics.get(name)
    const step = isStep(said) ? said : largest + 1
    largest = Math.max(largest, step)
    return step
  }
}

function isStep(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}
