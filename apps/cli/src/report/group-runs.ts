import { labelConfigurations, runValues } from '@tunekit/report'
import type { MeasuredSplit, ReportGroup, RunData } from '@tunekit/report'
import { summarize } from '@tunekit/sweep/statistics'
import type { Summary } from '@tunekit/sweep/statistics'
import { settingsOfRun } from '../options/settings-of-run.ts'

/** Runs that differ in nothing but the seed are a group, named by what tells it from the others. */
export function groupRuns(runs: readonly RunData[]): ReportGroup[] {
  const groups = [...Map.groupBy(runs, (run) => JSON.stringify(identityOf(run))).values()]
  const labels = labelConfigurations(groups.map(([run]) => describe(run, runs)))
  return groups.map((members, index) => ({
    label: groups.length === 1 ? members.map(({ name }) => name).join(', ') : labels[index],
    runs: members,
  }))
}

/**
 * Mean and interval of the final and the best value of a group's runs that have ended, unless it has them, or a value is
 * not finite.
 *
 * @param split The images that groups without a measure of their own are compared on, by accuracy
 */
export function withStatistics(group: ReportGroup, split: MeasuredSplit): ReportGroup {
  const { final, best } = runValues(group, group.measure ?? { split, metric: 'accuracy' })
  if (group.summary || final.length === 0) return group
  return { ...group, ...summarized('summary', final), ...summarized('best', best) }
}

function summarized(
  key: 'summary' | 'best',
  values: readonly number[],
): { readonly summary?: Summary; readonly best?: Summary } {
  return values.length > 0 && values.every(Number.isFinite) ? { [key]: summarize(values) } : {}
}

/** What two runs have in common that differ in the seed alone: options, and the data whatever its path. */
function identityOf({ options, dataset }: RunData): unknown {
  const hashes = Object.entries(dataset?.sha256 ?? {}).sort()
  return sorted({
    ...options,
    seed: undefined,
    data: hashes.length > 0 ? hashes : options?.['data'],
  })
}

/** Keys in one order, since the order says nothing. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  )
}

/** A run's settings; with the hash of its data, if other data had the same path. */
function describe(run: RunData, runs: readonly RunData[]): object {
  const hashOf = ({ dataset }: RunData): string | undefined => dataset?.sha256?.['train-images']
  const others = runs.filter(({ options }) => options?.['data'] === run.options?.['data'])
  const isReplaced = new Set(others.map(hashOf)).size > 1
  return {
    ...settingsOfRun(run.options ?? {}),
    ...(isReplaced && { 'data sha256': hashOf(run)?.slice(0, 12) }),
  }
}
