import type { TrialResult } from '../executors/executor.ts'
import type { Trial } from '../executors/trial.ts'
import type { Metric, Metrics } from './parse-metrics.ts'
import { reportSteps } from './report-steps.ts'

export interface Reports {
  /** @returns Whether these metrics are a report */
  take(metrics: Metrics, source: 'stdout' | 'wandb'): Promise<boolean>
  /**
   * @param summary What counts more than the last reports
   * @throws {Error} If nobody has said what the metric is, or it is no number or NaN in the end
   */
  result(summary: Metrics): TrialResult
}

/** Makes a trial's reports and result of what its program says. */
export function collectReports(trial: Trial, metric: string): Reports {
  const latest = new Map<string, Metric>()
  const stepOf = reportSteps()
  let reporter: 'stdout' | 'wandb' | undefined

  return {
    async take(metrics, source) {
      for (const [name, value] of metrics) latest.set(name, value)
      const value = metrics.get(metric)
      if (typeof value !== 'number') return false
      // A value reported both ways is recorded once.
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
          `The metric "${metric}" is NaN in the end, which is neither better nor worse than anything: ` +
            'expected a number. Report Infinity or -Infinity for the worst.',
        )
      }
      const finite = [...all].filter(([, other]) => Number.isFinite(other)) // JSON has no others
      return { value, attributes: { metrics: Object.fromEntries(finite) } }
    },
  }
}

function describeMissing(metric: string, all: ReadonlyMap<string, Metric>): string {
  const value = all.get(metric)
  const example = `{"epoch": 1, "${metric}": 0.5}`
  const advice = `Print lines such as ${example} on stdout, or call wandb.log(${example}).`
  if (value !== undefined) {
    return `The command ended with a metric "${metric}" that is ${value}: expected a number. ${advice}`
  }
  const names = [...all].flatMap(([name, other]) => (typeof other === 'number' ? [`"${name}"`] : []))
  const more = names.length > longestList ? ` and ${names.length - longestList} more` : ''
  const reported = names.length === 0 ? 'nothing' : `${names.slice(0, longestList).join(', ')}${more}`
  return `The command ended without the metric "${metric}": it reported ${reported}. ${advice}`
}

/** Names that a message lists. */
const longestList = 20
