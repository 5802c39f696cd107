export { compareAll } from './statistics/compare-all.ts'
export { compare } from './statistics/compare.ts'
export type { CompareOptions, Comparison, Verdict } from './statistics/comparison.ts'
export { holm } from './statistics/holm.ts'
export type {
  CategoryColumn,
  ImportanceColumn,
  ImportanceTable,
  NumberColumn,
} from './statistics/importance-table.ts'
export { mcnemarTest } from './statistics/mcnemar-test.ts'
export { pairedBootstrap } from './statistics/paired-bootstrap.ts'
export type { PairedBootstrap, PairedBootstrapOptions } from './statistics/paired-bootstrap.ts'
export { pedAnovaImportance } from './statistics/ped-anova-importance.ts'
export type { PedAnovaOptions } from './statistics/ped-anova-importance.ts'
export type { LabeledSample, Sample } from './statistics/sample.ts'
export { seedsNeeded } from './statistics/seeds-needed.ts'
export type { SeedsNeededOptions } from './statistics/seeds-needed.ts'
export { signFlipTest } from './statistics/sign-flip-test.ts'
export type { SignFlipTestOptions } from './statistics/sign-flip-test.ts'
export { summarize } from './statistics/summarize.ts'
export type { Summary, SummarizeOptions } from './statistics/summarize.ts'
