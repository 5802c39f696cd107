import type { ReportGroup } from './report-input.ts'
import { slugs } from './slug.ts'

/** Configurations that stand under one heading. */
export interface GroupSection {
  /** Absent: they have no heading. */
  readonly title?: string
  readonly slug: string
  readonly groups: readonly NamedGroup[]
}

export interface NamedGroup {
  readonly slug: string
  readonly group: ReportGroup
}

/** Puts groups of the same section together; sections and groups keep the order in which they come. */
export function groupSections(groups: readonly ReportGroup[] = []): GroupSection[] {
  const names = slugs(groups.map(({ label }) => label))
  const sections = new Map<string | undefined, NamedGroup[]>()
  for (const [index, group] of groups.entries()) {
    const members = sections.get(group.section) ?? []
    members.push({ slug: names[index], group })
    sections.set(group.section, members)
  }
  const titles = [...sections.keys()]
  const sectionSlugs = slugs(titles.map((title) => title ?? 'all'))
  return titles.map((title, index) => ({
    title,
    slug: sectionSlugs[index],
    groups: sections.get(title) as NamedGroup[],
  }))
}
