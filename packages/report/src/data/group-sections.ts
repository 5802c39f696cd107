import { groupBy } from '../values/group-by.ts'
import { slugs } from '../values/slugs.ts'
import type { Comparison, ShownGroup } from './prepare-report.ts'

/** The configurations of a section: they share a measure and a heading. */
export interface GroupSection extends Comparison {
  /** The heading, if the groups have one. */
  readonly title?: string
  readonly slug: string
}

/** Collects groups with the same measure and section. Sections and their groups keep their order. */
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
