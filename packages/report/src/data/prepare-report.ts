import type { ReportEvaluation, ReportGroup, ReportInput } from '../input/report-input.ts'
import type { ReportStudy } from '../input/report-study.ts'
import { groupBy } from '../values/group-by.ts'
import { slugs } from '../values/slugs.ts'
import { measuresOf, type Measure } from './measure.ts'
import { describeUnfinished } from './run-progress.ts'

/** A group as the report shows it. If all its runs were interrupted, the label mentions it. */
export interface ShownGroup extends ReportGroup {
  /** The slug of the label in the input. */
  readonly slug: string
}

/** Groups with the same measure, which share a table and a chart. */
export interface Comparison {
  readonly measure: Measure
  readonly groups: readonly ShownGroup[]
}

/** The input of a report in the form that all parts of the report need. */
export interface PreparedReport {
  readonly comparisons: readonly Comparison[]
  readonly evaluation?: ReportEvaluation
  readonly studies: readonly (ReportStudy & { readonly slug: string })[]
}

/** Prepares the input of a report. Groups with the same measure become one comparison. Measures and groups keep their order. */
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

/** Joins the lines of a label. Charts break long labels themselves. */
function oneLine(label: string): string {
  return label.replace(/\s*[\n\r\t]\s*/g, ' ')
}
