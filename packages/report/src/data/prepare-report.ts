import type { ReportEvaluation, ReportGroup, ReportInput } from '../input/report-input.ts'
import type { ReportStudy } from '../input/report-study.ts'
import { groupBy } from '../values/group-by.ts'
import { slugs } from '../values/slugs.ts'
import { measuresOf, type Measure } from './measure.ts'
import { describeUnfinished } from './run-progress.ts'

/** A configuration as it is shown. Its label says so if all its runs were interrupted. */
export interface ShownGroup extends ReportGroup {
  /** The slug of the original label. */
  readonly slug: string
}

/** Groups that are compared by the same measure and share a table and a chart. */
export interface Comparison {
  readonly measure: Measure
  readonly groups: readonly ShownGroup[]
}

/** The input of a report, arranged as every part of the report needs it. */
export interface PreparedReport {
  readonly comparisons: readonly Comparison[]
  readonly evaluation?: ReportEvaluation
  readonly studies: readonly (ReportStudy & { readonly slug: string })[]
}

/** Puts groups with the same measure together. Measures, and the groups of each, keep their order. */
export function prepareReport({ groups = [], evaluation, studies = [] }: ReportInput): PreparedReport {
  const names = slugs(groups.map(({ label }) => label))
  const measures = measuresOf(groups)
  const shown = groups.map((group, index): ShownGroup => {
    const unfinished = describeUnfinished(group)
    const label = oneLine(unfinished === undefined ? group.label : `${group.label} (${unfinished})`)
    return { ...group, label, slug: names[index] }
  })
  const studyNames = slugs(studies.map(({ name }) => name))
  return {
    comparisons: [...groupBy(shown, (_, index) => measures[index])].map(([measure, members]) => ({
      measure,
      groups: members,
    })),
    evaluation,
    studies: studies.map((study, index) => ({ ...study, slug: studyNames[index] })),
  }
}

/** Charts break labels by themselves where they are too long. */
function oneLine(label: string): string {
  return label.replace(/\s*[\n\r\t]\s*/g, ' ')
}
