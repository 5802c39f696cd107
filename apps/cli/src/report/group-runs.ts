import type { ReportGroup, RunData } from '@tunekit/report'
import { summarize } from '@tunekit/sweep'

/** Runs that differ in nothing but the seed are a group, named by what tells it from the others. */
export function groupRuns(runs: readonly RunData[]): ReportGroup[] {
  const groups = Map.groupBy(runs, (run) => JSON.stringify(withoutSeed(run)))
  const flat = [...groups.values()].map(([run]) => flatten(withoutSeed(run)))
  const names = [...new Set(flat.flatMap(Object.keys))]
  const telling = names.filter((name) => new Set(flat.map((options) => options[name])).size > 1)
  return [...groups.values()].map((members, index) => ({
    label:
      groups.size === 1
        ? members.map(({ name }) => name).join(', ')
        : telling.map((name) => `${name} ${flat[index][name] ?? '–'}`).join(', '),
    runs: members,
    ...statistics(members),
  }))
}

/** Mean and interval of the final and the best accuracy of runs that have ended. */
export function statistics(runs: readonly RunData[]): Pick<ReportGroup, 'summary' | 'best'> {
  const ended = runs.filter(({ summary }) => summary?.testAccuracy !== undefined)
  if (ended.length === 0) return {}
  return {
    summary: summarize(ended.map(({ summary }) => summary!.testAccuracy!)),
    best: summarize(ended.map(({ epochs }) => Math.max(...epochs.map(({ test }) => test?.accuracy ?? 0)))),
  }
}

function withoutSeed({ options }: RunData): object {
  return { ...options, seed: undefined }
}

/** `{ optimizer: { name: 'adam' } }` is `{ 'optimizer.name': '"adam"' }`. */
function flatten(value: object, path = ''): Record<string, string> {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]): [string, string][] =>
      typeof inner === 'object' && inner !== null && !Array.isArray(inner)
        ? Object.entries(flatten(inner as object, `${path}${key}.`))
        : inner === undefined
          ? []
          : [[`${path}${key}`, String(inner)]],
    ),
  )
}
