export type {
  Attempt,
  AttemptListener,
  Executor,
  Outcome,
  RunningAttempt,
  SystemError,
  TrialResult,
} from './executors/executor.ts'
export { inProcessExecutor } from './executors/in-process-executor.ts'
export { TrialStopped } from './executors/trial.ts'
export type { Objective, Trial } from './executors/trial.ts'
export { decodeJournal } from './journal/decode-journal.ts'
export type { DecodedJournal } from './journal/decode-journal.ts'
export type { JournalRecord } from './journal/journal-record.ts'
export { memoryJournal } from './journal/journal.ts'
export type { Journal } from './journal/journal.ts'
export { categorical } from './parameters/categorical.ts'
export type { CategoricalOptions } from './parameters/categorical.ts'
export { checkConfiguration } from './parameters/check-configuration.ts'
export { checkSpace } from './parameters/check-space.ts'
export { constant } from './parameters/constant.ts'
export { float } from './parameters/float.ts'
export type { FloatOptions } from './parameters/float.ts'
export { gridValues } from './parameters/grid-values.ts'
export { int } from './parameters/int.ts'
export type { IntOptions } from './parameters/int.ts'
export { normal } from './parameters/normal.ts'
export type { NormalOptions } from './parameters/normal.ts'
export type {
  CategoricalParameter,
  ConditionalParameter,
  ConstantParameter,
  FloatParameter,
  IntParameter,
  NormalParameter,
  Parameter,
  UnconditionalParameter,
  Value,
} from './parameters/parameter.ts'
export { quantile } from './parameters/quantile.ts'
export { fillSpace } from './parameters/space.ts'
export type { Configuration, ConfigurationOf, Space } from './parameters/space.ts'
export { when } from './parameters/when.ts'
export { hyperbandPruner } from './pruners/hyperband-pruner.ts'
export type { HyperbandPrunerOptions } from './pruners/hyperband-pruner.ts'
export type { Interval } from './pruners/is-first-of-interval.ts'
export { medianPruner } from './pruners/median-pruner.ts'
export type { MedianPrunerOptions } from './pruners/median-pruner.ts'
export { patiencePruner } from './pruners/patience-pruner.ts'
export type { PatiencePrunerOptions } from './pruners/patience-pruner.ts'
export { percentilePruner } from './pruners/percentile-pruner.ts'
export type { PercentilePrunerOptions } from './pruners/percentile-pruner.ts'
export type { Pruner, ReportingTrial, TrialProgress } from './pruners/pruner.ts'
export { successiveHalvingPruner } from './pruners/successive-halving-pruner.ts'
export type { SuccessiveHalvingPrunerOptions } from './pruners/successive-halving-pruner.ts'
export { thresholdPruner } from './pruners/threshold-pruner.ts'
export type { ThresholdPrunerOptions } from './pruners/threshold-pruner.ts'
export { wandbHyperbandPruner } from './pruners/wandb-hyperband-pruner.ts'
export type { WandbHyperbandPrunerOptions } from './pruners/wandb-hyperband-pruner.ts'
export { randomStream } from './random-stream.ts'
export type { Random } from './random-stream.ts'
export { createStudy } from './runner/create-study.ts'
export { readStudies } from './runner/read-studies.ts'
export { runStudy } from './runner/run-study.ts'
export type { RunStudyOptions, StudyEvent } from './runner/run-study.ts'
export type { StudyOptions } from './runner/study-options.ts'
export type { Study, TrialEnd } from './runner/study.ts'
export type { Baseline } from './samplers/baseline.ts'
export { coordinateDescent } from './samplers/coordinate-descent.ts'
export type { CoordinateDescentOptions } from './samplers/coordinate-descent.ts'
export { gridSampler } from './samplers/grid-sampler.ts'
export type { GridSamplerOptions } from './samplers/grid-sampler.ts'
export { listSampler } from './samplers/list-sampler.ts'
export { oneFactorAtATime } from './samplers/one-factor-at-a-time.ts'
export type { OneFactorAtATimeOptions } from './samplers/one-factor-at-a-time.ts'
export type { Points } from './samplers/points.ts'
export { randomSampler } from './samplers/random-sampler.ts'
export type { Sampler, SamplerContext } from './samplers/sampler.ts'
export { sobolSampler } from './samplers/sobol-sampler.ts'
export type { SobolSamplerOptions } from './samplers/sobol-sampler.ts'
export { tpeSampler } from './samplers/tpe/tpe-sampler.ts'
export type { TpeSamplerOptions } from './samplers/tpe/tpe-sampler.ts'
export type { Direction } from './study/direction.ts'
export type { Observation } from './study/observation.ts'
export { ranking } from './study/ranking.ts'
export type { RankedConfiguration } from './study/ranking.ts'
export { reportsOf } from './study/reports.ts'
export type { Reports } from './study/reports.ts'
export type { StudyDefinition, StudyRecord } from './study/study-record.ts'
export type { Attributes, Failure, StudyTrial } from './study/study-trial.ts'
export { tabulateObservations } from './study/tabulate-observations.ts'
