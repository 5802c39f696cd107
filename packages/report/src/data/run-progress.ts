import type { ReportGroup } from '../input/report-input.ts'
import type { RunData } from '../input/run-data.ts'
import { pluralize } from '../values/format-numbers.ts'

/** Returns whether a run has all its planned epochs. A run without `plannedEpochs` counts as ended. */
export function hasEnded({ summary, plannedEpochs, epochs }: RunData): boolean {
  if (plannedEpochs === undefined) return true
  return summary !== undefined && (summary.epochs ?? epochs.at(-1)?.epoch ?? 0) >= plannedEpochs
}

/** Describes where a run was interrupted: `interrupted after epoch 3 of 30`. Returns undefined for a run that has ended. */
export function describeInterruption(run: RunData): string | undefined {
  if (hasEnded(run)) return undefined
  return `interrupted after epoch ${run.epochs.at(-1)?.epoch ?? 0} of ${run.plannedEpochs}`
}

/** Returns the runs that count in the figures of a group: the runs that have ended or, if no run has ended, all runs. */
export function measuredRuns({ runs }: Pick<ReportGroup, 'runs'>): readonly RunData[] {
  const ended = runs.filter(hasEnded)
  return ended.length > 0 ? ended : runs
}

/** Describes how the runs of a group were interrupted. Returns undefined if a run has ended or the group has no runs. */
export function describeUnfinished({ runs }: Pick<ReportGroup, 'runs'>): string | undefined {
  const descriptions = new Set(runs.map(describeInterruption))
  if (runs.length === 0 || descriptions.has(undefined)) return undefined
  return descriptions.size === 1 ? [...descriptions][0] : `${pluralize(runs.length, 'run')}, all interrupted`
}
