import { compareEpochs } from './charts/compare-epochs.ts'
import { confusionMatrix } from './charts/confusion-matrix.ts'
import { finalAccuracyChart } from './charts/final-accuracy.ts'
import { importance } from './charts/importance.ts'
import { intermediateValues } from './charts/intermediate-values.ts'
import { learningCurves } from './charts/learning-curves.ts'
import { optimizationHistory } from './charts/optimization-history.ts'
import { parallelCoordinates } from './charts/parallel-coordinates.ts'
import { secondsPerEpochChart } from './charts/seconds-per-epoch.ts'
import { slices } from './charts/slices.ts'
import { timeline } from './charts/timeline.ts'
import type { Chart } from './drawing/chart.ts'
import { groupSections, type GroupSection } from './group-sections.ts'
import { measuredSplit, type MeasuredSplit } from './measured-split.ts'
import type { ReportInput } from './report-input.ts'

/** Every chart that there is data for, by its place in the report. */
export interface Charts {
  readonly results: readonly Chart[]
  readonly sections: readonly (GroupSection & { readonly charts: readonly Chart[] })[]
  readonly evaluation: readonly Chart[]
  readonly study: readonly Chart[]
}

export function collectCharts({ groups = [], evaluation, study }: ReportInput): Charts {
  const split = measuredSplit(groups)
  const sections = groupSections(groups)
  return {
    results: existing([finalAccuracyChart(groups, split), secondsPerEpochChart(groups)]),
    sections: sections.map((section) => ({ ...section, charts: existing(chartsOf(section, split)) })),
    evaluation: existing([evaluation && confusionMatrix(evaluation)]),
    study: existing(
      study
        ? [
            optimizationHistory(study),
            importance(study),
            parallelCoordinates(study),
            slices(study),
            intermediateValues(study),
            timeline(study),
          ]
        : [],
    ),
  }
}

/** The same in one list, in the order of the report. */
export function listCharts(input: ReportInput): Chart[] {
  const { results, sections, evaluation, study } = collectCharts(input)
  return [...results, ...sections.flatMap(({ charts }) => charts), ...evaluation, ...study]
}

function chartsOf({ slug, title, groups }: GroupSection, split: MeasuredSplit): (Chart | undefined)[] {
  const compared = split === 'test' ? 'Test accuracy per epoch' : 'Validation accuracy per epoch'
  return [
    compareEpochs(
      groups.map(({ group }) => group),
      split,
      `comparison-${slug}`,
      title === undefined ? compared : `${compared}: ${title}`,
    ),
    ...groups.map(({ group, slug: name }) => learningCurves(group, split, `learning-curves-${name}`)),
  ]
}

function existing(charts: readonly (Chart | undefined)[]): Chart[] {
  return charts.filter((chart) => chart !== undefined)
}
