export type { Theme } from './drawing/palette.ts'
export { bestRun } from './data/best-run.ts'
export { groupRuns } from './data/group-runs.ts'
export { isConstant } from './data/study-trials.ts'
export { isPercentage } from './values/value-form.ts'
export { labelConfigurations } from './values/label-configurations.ts'
export { summarizeGroups } from './data/summarize-groups.ts'
export { renderCharts } from './render-charts.ts'
export type { RenderedChart } from './render-charts.ts'
export { renderMarkdown } from './render-markdown.ts'
export type { ImageFile } from './render-markdown.ts'
export { renderReport } from './render-report.ts'
export type {
  ClassScores,
  ReferenceEpoch,
  ReportEvaluation,
  ReportFact,
  ReportGroup,
  ReportInput,
  ReportMeasure,
  ReportReference,
  ValueSummary,
} from './input/report-input.ts'
export type {
  BestConfiguration,
  ParameterValue,
  ReportParameter,
  ReportStudy,
  ReportTrial,
} from './input/report-study.ts'
export type { EpochRecord, EpochScores, Filters, RunData, RunSummary } from './input/run-data.ts'
