import type { ReportGroup } from '../input/report-input.ts'
import type { RunData } from '../input/run-data.ts'
import { groupBy } from '../values/group-by.ts'
import { labelConfigurations } from '../values/label-configurations.ts'
import { keyOf } from '../values/value-texts.ts'

/**
 * Groups runs that differ only in the seed. The label of each group lists the settings that differ between groups; the label of
 * a single group lists the names of its runs. Two runs have the same data if the hashes of their datasets are equal, even if
 * the paths differ.
 *
 * @param settingsOf Returns the settings of a run for the label of its group. Default: the options of the run without the seed
 * @returns The groups in the order of their first runs
 * @example
 * renderReport({ title: 'Optimizers', groups: groupRuns(runs) })
 */
export function groupRuns(
  runs: readonly RunData[],
  settingsOf: (run: RunData) => object = ({ options }) => ({ ...options, seed: undefined }),
): ReportGroup[] {
  const groups = [...groupBy(runs, (run) => keyOf(identityOf(run))).values()]
  const labels = labelConfigurations(
    groups.map(([run]) => ({
      ...settingsOf(run),
      ...(isReplaced(run, runs) && { 'data sha256': hashOf(run) }),
    })),
  )
  return groups.map((members, index) => ({
    label: groups.length === 1 ? members.map(({ name }) => name).join(', ') : labels[index],
    runs: members,
  }))
}

/** Returns the options of a run without the seed, with the hashes of its data, if known, in place of the path. */
function identityOf({ options, dataset }: RunData): object {
  const hashes = dataset?.sha256 ?? {}
  const data = Object.keys(hashes).length > 0 ? hashes : options?.['data']
  return { ...options, seed: undefined, data }
}

/** Returns whether another run used different data from the same path. */
function isReplaced(run: RunData, runs: readonly RunData[]): boolean {
  const samePath = runs.filter(({ options }) => options?.['data'] === run.options?.['data'])
  return new Set(samePath.map(hashOf)).size > 1
}

function hashOf({ dataset }: RunData): string | undefined {
  return dataset?.sha256?.['train-images']?.slice(0, 12)
}
