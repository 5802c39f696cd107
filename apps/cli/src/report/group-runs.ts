import type { MeasuredSplit, ReportGroup, RunData } from '@tunekit/report'
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
  }))
}

/** Mean and interval of the final and the best accuracy of a group's runs that have ended, unless it has them. */
export function withStatistics(group: ReportGroup, split: MeasuredSplit): ReportGroup {
  const ended = group.runs.filter(({ summary }) => summary?.[`${split}Accuracy`] !== undefined)
  if (group.summary || ended.length === 0) return group
  return {
    ...group,
    summary: summarize(ended.map(({ summary }) => summary![`${split}Accuracy`]!)),
    best: summarize(
      ended.map(({ epochs }) => Math.max(...epochs.map((record) => record[split]?.accuracy ?? 0))),
    ),
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
