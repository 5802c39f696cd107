import type { Chart } from '../drawing/chart.ts'
import { groupSections, type GroupSection } from '../data/group-sections.ts'
import type { Comparison, PreparedReport, ShownGroup } from '../data/prepare-report.ts'
import type { ReportStudy } from '../input/report-study.ts'
import { evenly } from '../values/evenly.ts'
import { capitalize } from '../values/sentences.ts'
import { compareEpochs } from './compare-epochs.ts'
import { confusionMatrix } from './confusion-matrix.ts'
import { finalValueChart } from './final-value-chart.ts'
import { importance } from './importance.ts'
import { intermediateValues } from './intermediate-values.ts'
import { learningCurves } from './learning-curves.ts'
import { optimizationHistory } from './optimization-history.ts'
import { parallelCoordinates } from './parallel-coordinates.ts'
import { secondsPerEpochChart } from './seconds-per-epoch-chart.ts'
import { slices } from './slices.ts'
import { timeline } from './timeline.ts'

/** The maximum number of configurations with a chart of their learning curves. */
export const maxLearningCurves = 40

/** All charts that have data, by their place in the report. */
export interface Charts {
  /** The final values of each comparison, in the order of the comparisons. */
  readonly finals: readonly (Chart | undefined)[]
  readonly seconds?: Chart
  readonly sections: readonly (GroupSection & { readonly charts: readonly Chart[] })[]
  readonly evaluation: readonly Chart[]
  /** The charts of each study, in the order of the studies. */
  readonly studies: readonly (readonly Chart[])[]
}

/** Creates the charts of a report. */
export function collectCharts({ comparisons, evaluation, studies }: PreparedReport): Charts {
  const groups = comparisons.flatMap((comparison) => comparison.groups)
  const curves = new Set(evenly(groups, maxLearningCurves))
  return {
    finals: comparisons.map((comparison, index) =>
      finalValueChart(comparison, nameOfFinal(comparisons, index)),
    ),
    seconds: secondsPerEpochChart(groups),
    sections: groupSections(comparisons).map((section) => ({
      ...section,
      charts: existing(chartsOf(section, curves)),
    })),
    evaluation: existing([evaluation && confusionMatrix(evaluation)]),
    studies: studies.map((study) => {
      const charts = existing(chartsOfStudy(study))
      if (studies.length === 1) return charts
      return charts.map((chart) => ({ ...chart, name: `${chart.name}-${study.slug}` }))
    }),
  }
}

/** Creates the charts of a report as one list, in the order of the report. */
export function listCharts(report: PreparedReport): Chart[] {
  const { finals, seconds, sections, evaluation, studies } = collectCharts(report)
  return [
    ...existing([...finals, seconds]),
    ...sections.flatMap(({ charts }) => charts),
    ...evaluation,
    ...studies.flat(),
  ]
}

/** Returns `final-accuracy` or a similar name, with the split and a number if another chart already has the name. */
function nameOfFinal(comparisons: readonly Comparison[], index: number): string {
  const { split, metric } = comparisons[index].measure
  const isFirst = comparisons.findIndex(({ measure }) => measure.metric === metric) === index
  const name = isFirst ? `final-${metric}` : `final-${split}-${metric}`
  const before = comparisons
    .slice(0, index)
    .filter(({ measure }) => measure.metric === metric && measure.split === split)
  return isFirst || before.length === 0 ? name : `${name}-${before.length + 1}`
}

function chartsOf(
  { slug, title, groups, measure }: GroupSection,
  curves: ReadonlySet<ShownGroup>,
): (Chart | undefined)[] {
  const { name } = measure
  const compared = `${capitalize(name)} per epoch`
  return [
    compareEpochs(groups, measure, {
      name: `comparison-${slug}`,
      title: title === undefined ? compared : `${compared}: ${title}`,
    }),
    ...groups
      .filter((group) => curves.has(group))
      .map((group) => learningCurves(group, measure, `learning-curves-${group.slug}`)),
  ]
}

function chartsOfStudy(study: ReportStudy): (Chart | undefined)[] {
  return [
    optimizationHistory(study),
    importance(study),
    parallelCoordinates(study),
    slices(study),
    intermediateValues(study),
    timeline(study),
  ]
}

function existing(charts: readonly (Chart | undefined)[]): Chart[] {
  return charts.filter((chart) => chart !== undefined)
}
