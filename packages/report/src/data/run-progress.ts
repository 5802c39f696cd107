import { pluralize } from '../values/format-numbers.ts'
import type { ReportGroup } from '../input/report-input.ts'
import type { RunData } from '../input/run-data.ts'

/** Whether a run has had all its epochs, as far as that is known. */
export function hasEnded({ summary, plannedEpochs, epochs }: RunData): boolean {
  if (plannedEpochs === undefined) return true
  return summary !== undefined && (summary.epochs ?? epochs.at(-1)?.epoch ?? 0) >= plannedEpochs
}

/** `interrupted after epoch 3 of 30`; undefined of a run that has ended. */
export function describeInterruption(run: RunData): string | undefined {
  if (hasEnded(run)) return undefined
  return `interrupted after epoch ${run.epochs.at(-1)?.epoch ?? 0} of ${run.plannedEpochs}`
}

/** The runs that a group's figures are of: those that ended or, if none has, all. */
export function measuredRuns({ runs }: Pick<ReportGroup, 'runs'>): readonly RunData[] {
  const ended = runs.filter(hasEnded)
  return ended.length > 0 ? ended : runs
}

/** What to say beside a group's label, if its figures are of runs that were interrupted. */
export function describeUnfinished({ runs }: Pick<ReportGroup, 'runs'>): string | undefined {
  const found = new Set(runs.map(describeInterruption))
  if (runs.length === 0 || found.has(undefined)) return undefined
  return found.size === 1 ? [...found][0] : `${pluralize(runs.length, 'run')}, all interrupted`
}
