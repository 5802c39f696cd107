import type { TrialResult } from '../executors/executor.ts'
import type { Trial } from '../executors/trial.ts'
import { stepOf, type Metrics } from './parse-metrics.ts'

export interface Reports {
  /** @returns Whether these metrics are a report */
  take(metrics: Metrics, source: 'stdout' | 'wandb'): Promise<boolean>
  /**
   * @param summary What counts more than the last reports
   * @throws {Error} If nobody has said what the metric is
   */
  result(summary: Metrics): TrialResult
}

/** Makes a trial's reports and result of what its program says. */
export function collectReports(trial: Trial, metric: string): Reports {
  const latest = new Map<string, number>()
  let reporter: 'stdout' | 'wandb' | undefined
  let count = 0
  return {
    async take(metrics, source) {
      for (const [name, value] of metrics) latest.set(name, value)
      const value = metrics.get(metric)
      if (value === undefined) return false
      // Who reports both ways is heard once.
      reporter ??= source
      if (reporter === source) await trial.report(stepOf(metrics) ?? count, value)
      count++
      return true
    },
    result(summary) {
      const all = new Map([...latest, ...summary].filter(([name]) => !name.startsWith('_')))
      const value = all.get(metric)
      if (value === undefined) throw new Error(describeMissing(metric, [...all.keys()]))
      const finite = [...all].filter(([, other]) => Number.isFinite(other)) // JSON has no others
      return { value, attributes: { metrics: Object.fromEntries(finite) } }
    },
  }
}

function describeMissing(metric: string, names: readonly string[]): string {
  const seen =
    names.length > 0 ? `it reported ${names.map((name) => `"${name}"`).join(', ')}` : 'it reported nothing'
  const example = `{"epoch": 1, "${metric}": 0.5}`
  return (
    `The command ended without the metric "${metric}": ${seen}. ` +
    `Print lines such as ${example} on stdout, or call wandb.log(${example}).`
  )
}
