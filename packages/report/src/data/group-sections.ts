import { groupBy } from '../values/group-by.ts'
import type { Comparison, ShownGroup } from './prepare-report.ts'
import { slugs } from '../values/slugs.ts'

/** Configurations that stand under one heading. */
export interface GroupSection extends Comparison {
  /** Absent: they have no heading. */
  readonly title?: string
  readonly slug: string
}

/** Puts groups of the same measure and section together; sections and groups keep the order in which they come. */
export function groupSections(comparisons: readonly Comparison[]): GroupSection[] {
  const sections = comparisons.flatMap(({ measure, groups }) =>
    [...groupBy(groups, ({ section }) => section)].map(
      ([title, members]: [string | undefined, readonly ShownGroup[]]) => ({
        title,
        measure,
        groups: members,
      }),
    ),
  )
  const names = slugs(sections.map(({ title }) => title ?? 'all'))
  return sections.map((section, index) => ({ ...section, slug: names[index] }))
}
