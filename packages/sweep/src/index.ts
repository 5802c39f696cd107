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
