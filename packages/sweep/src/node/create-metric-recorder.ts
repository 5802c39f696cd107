import type { TrialResult } from '../executors/executor.ts'
import type { Trial } from '../executors/trial.ts'
import type { Metric, Metrics } from './parse-metrics.ts'

/** Turns the metrics of a program into the reports and the result of its trial. */
export interface MetricRecorder {
  /**
   * Records metrics, and reports the trial's metric if it is among them.
   *
   * @returns Whether the metrics were a report
   */
  record(metrics: Metrics, source: 'stdout' | 'wandb'): Promise<boolean>
  /**
   * Returns the trial's result.
   *
   * @param summary Metrics that take precedence over the recorded ones
   * @throws {Error} If there is no value of the trial's metric, or the last one is not a number or NaN
   */
  result(summary: Metrics): TrialResult
}

/**
 * Creates a recorder of a trial's metrics.
 *
 * @param metric Name of the metric by which the trial is judged
 */
export function createMetricRecorder(trial: Trial, metric: string): MetricRecorder {
  const latest = new Map<string, Metric>()
  const stepOf = createStepFinder()
  let reporter: 'stdout' | 'wandb' | undefined

  return {
    async record(metrics, source) {
      for (const [name, value] of metrics) latest.set(name, value)
      const value = metrics.get(metric)
      if (typeof value !== 'number') return false
      // A value that is reported both ways is recorded once.
      reporter ??= source
      if (reporter !== source) return true
      await trial.report(stepOf(metrics), value)
      return true
    },
    result(summary) {
      const all = new Map([...latest, ...summary].filter(([name]) => !name.startsWith('_')))
      const value = all.get(metric)
      if (typeof value !== 'number') throw new Error(describeMissing(metric, all))
      if (Number.isNaN(value)) {
        throw new Error(
          `The last value of the metric "${metric}" is NaN, which cannot be compared with other values: ` +
            'expected a number. Report Infinity or -Infinity for the worst value.',
        )
      }
      const finite = [...all].filter(([, other]) => Number.isFinite(other)) // JSON has no other numbers.
      return { value, attributes: { metrics: Object.fromEntries(finite) } }
    },
  }
}

/** The names under which a program may report its step, the finest first. */
const stepNames = ['step', 'epoch', '_step']

/**
 * Creates a function that returns the step of each report of a program, in the order of the reports: its `step`, else its
 * `epoch`, else wandb's `_step`, if that is a non-negative integer. The first report determines which of the three counts
 * for all reports. A report without it gets the step after the largest one so far, so reports are counted from 0 if the
 * first one has none of the three.
 */
export function createStepFinder(): (metrics: Metrics) => number {
  let name: string | undefined
  let largest = -1
  return (metrics) => {
    name ??= stepNames.find((each) => isStep(metrics.get(each))) ?? ''
    const reported = metrics.get(name)
    const step = isStep(reported) ? reported : largest + 1
    largest = Math.max(largest, step)
    return step
  }
}

function isStep(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}

function describeMissing(metric: string, all: ReadonlyMap<string, Metric>): string {
  const value = all.get(metric)
  const example = `{"epoch": 1, "${metric}": 0.5}`
  const advice = `Print lines such as ${example} on stdout, or call wandb.log(${example}).`
  if (value !== undefined) {
    return `The command ended with a metric "${metric}" that is ${value}: expected a number. ${advice}`
  }
  const names = [...all].flatMap(([name, other]) => (typeof other === 'number' ? [`"${name}"`] : []))
  const more = names.length > maxListedNames ? ` and ${names.length - maxListedNames} more` : ''
  const reported = names.length === 0 ? 'nothing' : `${names.slice(0, maxListedNames).join(', ')}${more}`
  return `The command ended without the metric "${metric}": it reported ${reported}. ${advice}`
}

/** The most names that a message lists. */
const maxListedNames = 20
