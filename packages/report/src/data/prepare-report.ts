import { groupBy } from '../values/group-by.ts'
import { measuresOf, type Measure } from './measure.ts'
import type { ReportEvaluation, ReportGroup, ReportInput } from '../input/report-input.ts'
import type { ReportStudy } from '../input/report-study.ts'
import { describeUnfinished } from './run-progress.ts'
import { slugs } from '../values/slugs.ts'

/** A configuration as it is shown: its label says if its runs were interrupted. */
export interface ShownGroup extends ReportGroup {
  /** Of the label as it was given. */
  readonly slug: string
}

/** Groups that are compared by the same measure, and so share a table and a chart. */
export interface Comparison {
  readonly measure: Measure
  readonly groups: readonly ShownGroup[]
}

/** What every part of a report is made of. */
export interface PreparedReport {
  readonly comparisons: readonly Comparison[]
  readonly evaluation?: ReportEvaluation
  readonly studies: readonly (ReportStudy & { readonly slug: string })[]
}

/** Puts groups of the same measure together. Measures, and groups in them, keep the order in which they come. */
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

/** Charts write a label in one line, or break it where it is too long. */
function oneLine(label: string): string {
  return label.replace(/\s*[\n\r\t]\s*/g, ' ')
}
