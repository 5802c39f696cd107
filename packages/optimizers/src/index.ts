export { createOptimizer, createRule, optimizerNames, type RuleFactory } from './create-rule.ts'
export { useEvaluationWeights } from './engine/use-evaluation-weights.ts'
export { Expression, type Operand, type Operation } from './engine/expression.ts'
export type { Rule, RuleConfig, RuleDescription, RuleOption, State, StepContext } from './engine/rule.ts'
export type { Scaled } from './engine/scaled.ts'
export { toOptimizer, type RuleOptimizer } from './engine/to-optimizer.ts'
export { fluxConfig, fluxRule, fluxRuleNames } from './flux-rule.ts'
export { chain } from './kinds/chain.ts'
export {
  collective,
  type Collective,
  type CollectiveContext,
  type ShareContext,
  type SharedContext,
} from './kinds/collective.ts'
export {
  elementwise,
  type Accumulators,
  type Elementwise,
  type ElementwiseContext,
  type StepResult,
} from './kinds/elementwise.ts'
export { tensorwise, type Tensorwise, type TensorwiseContext } from './kinds/tensorwise.ts'
export type { Where, WhereOptions } from './kinds/where.ts'
export { declareOptions, type DeclaredOptions } from './options/declare-options.ts'
export {
  atLeast,
  fixed,
  flag,
  inRange,
  nonNegative,
  nonNegativeInteger,
  oneOf,
  optional,
  positive,
  positiveInteger,
  unitInterval,
  type NumberOption,
  type Option,
} from './options/option.ts'
export type { Hyperparameter, Schedule, ScheduleConfig } from './options/schedule.ts'
export { registerOptimizers } from './register-optimizers.ts'
export { adaBelief, type AdaBeliefOptions } from './rules/ada-belief.ts'
export { adadelta, type AdadeltaOptions } from './rules/adadelta.ts'
export { adafactor, type AdafactorOptions } from './rules/adafactor.ts'
export { adagrad, type AdagradOptions } from './rules/adagrad.ts'
export { adamW, type AdamWOptions } from './rules/adam-w.ts'
export { adam, type AdamOptions } from './rules/adam.ts'
export { adamax, type AdamaxOptions } from './rules/adamax.ts'
export { adan, type AdanOptions } from './rules/adan.ts'
export { amsgrad, type AmsgradOptions } from './rules/amsgrad.ts'
export { lamb, type LambOptions } from './rules/lamb.ts'
export { lars, type LarsOptions } from './rules/lars.ts'
export { lion, type LionOptions } from './rules/lion.ts'
export { muon, type MuonOptions } from './rules/muon.ts'
export { nadamW, type NadamWOptions } from './rules/nadam-w.ts'
export { nadam, type NadamOptions } from './rules/nadam.ts'
export { oadam, type OadamOptions } from './rules/oadam.ts'
export { prodigy, type ProdigyOptions } from './rules/prodigy.ts'
export { radam, type RadamOptions } from './rules/radam.ts'
export { rmsprop, type RmspropOptions } from './rules/rmsprop.ts'
export { runningMean, unbiased } from './rules/running-mean.ts'
export { scheduleFreeAdamW, type ScheduleFreeAdamWOptions } from './rules/schedule-free-adam-w.ts'
export { sgd, type SgdOptions } from './rules/sgd.ts'
export { yogi, type YogiOptions } from './rules/yogi.ts'
export { constant } from './schedules/constant.ts'
export { cosineRestarts, type CosineRestartsOptions } from './schedules/cosine-restarts.ts'
export { cosine, type CosineOptions } from './schedules/cosine.ts'
export { createSchedule, scheduleNames } from './schedules/create-schedule.ts'
export { exponential, type ExponentialOptions } from './schedules/exponential.ts'
export { inverseSqrt, type InverseSqrtOptions } from './schedules/inverse-sqrt.ts'
export { inverseTime, type InverseTimeOptions } from './schedules/inverse-time.ts'
export { join, type JoinOptions } from './schedules/join.ts'
export { linear, type LinearOptions } from './schedules/linear.ts'
export { oneCycle, type OneCycleOptions } from './schedules/one-cycle.ts'
export { piecewiseConstant, type PiecewiseConstantOptions } from './schedules/piecewise-constant.ts'
export { polynomial, type PolynomialOptions } from './schedules/polynomial.ts'
export {
  reduceOnPlateau,
  type Plateau,
  type PlateauState,
  type ReduceOnPlateauOptions,
} from './schedules/reduce-on-plateau.ts'
export { stepDecay, type StepDecayOptions } from './schedules/step-decay.ts'
export { warmup, type WarmupOptions } from './schedules/warmup.ts'
export { accumulate } from './transforms/accumulate.ts'
export {
  adaptiveGradientClipping,
  type AdaptiveGradientClippingOptions,
} from './transforms/adaptive-gradient-clipping.ts'
export { centralize } from './transforms/centralize.ts'
export { clipByGlobalNorm } from './transforms/clip-by-global-norm.ts'
export { clipByNorm } from './transforms/clip-by-norm.ts'
export { clipByValue } from './transforms/clip-by-value.ts'
export {
  decoupledWeightDecay,
  type DecoupledWeightDecayOptions,
  type WeightDecayOptions,
} from './transforms/decoupled-weight-decay.ts'
export { ema } from './transforms/ema.ts'
export { freeze } from './transforms/freeze.ts'
export { l1 } from './transforms/l1.ts'
export { l2 } from './transforms/l2.ts'
export { lookahead, type LookaheadOptions } from './transforms/lookahead.ts'
export { noise, type NoiseOptions } from './transforms/noise.ts'
export { scaleLearningRate } from './transforms/scale-learning-rate.ts'
export { skipNonFinite, type SkipNonFiniteOptions } from './transforms/skip-non-finite.ts'
export { swa, type SwaOptions } from './transforms/swa.ts'
export { trustRatio, type TrustRatioOptions } from './transforms/trust-ratio.ts'
