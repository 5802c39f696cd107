export type {
  Attempt,
  AttemptListener,
  Executor,
  Outcome,
  RunningAttempt,
  TrialResult,
} from './executors/executor.ts'
export { TrialStopped } from './executors/trial.ts'
export type { Objective, Trial } from './executors/trial.ts'
export { decodeJournal } from './journal/decode-journal.ts'
export type { DecodedJournal } from './journal/decode-journal.ts'
export type { JournalRecord } from './journal/journal-record.ts'
export { memoryJournal } from './journal/journal.ts'
export type { Journal } from './journal/journal.ts'
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
export type { Configuration, ConfigurationOf, Space } from './parameters/space.ts'
export type { Pruner, TrialProgress } from './pruners/pruner.ts'
export type { Direction, Observation, Sampler, SamplerContext } from './samplers/sampler.ts'
export { createStudy } from './study/create-study.ts'
export { readStudies } from './study/read-studies.ts'
export type { StudyDefinition, StudyRecord } from './study/read-studies.ts'
export { runStudy } from './study/run-study.ts'
export type { RunStudyOptions, StudyEvent } from './study/run-study.ts'
export type { StudyOptions } from './study/study-options.ts'
export type { Failure, StudyTrial } from './study/study-trial.ts'
export type { Study, TrialEnd } from './study/study.ts'
