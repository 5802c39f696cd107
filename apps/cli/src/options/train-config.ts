import type { RuleConfig } from '@tunekit/optimizers'
import { resolveOptions } from './option-table.ts'
import type { GivenOptions, ResolvedOptions } from './option-table.ts'
import { resolveOptimizer } from './resolve-optimizer.ts'
import {
  backendOptions,
  dataOptions,
  evaluationOptions,
  modelOptions,
  trainingOptions,
} from './train-options.ts'
import type { TrainOptions } from './train-options.ts'

/** The options that a config stores under their own names. */
export const storedOptions = {
  ...dataOptions,
  ...evaluationOptions,
  ...backendOptions,
  ...trainingOptions,
}

/**
 * All options that affect the result of a run of `tunekit train`: the `options` of `config.json`. `data` is the name of a dataset or
 * the absolute path of a folder.
 */
export type TrainConfig = ResolvedOptions<typeof storedOptions> & {
  /** How limits choose images, see `limitImages`. Absent in runs of the first version, which used the first images. */
  readonly limits?: 'balanced'
  readonly model: GivenOptions<typeof modelOptions>
  readonly optimizer: RuleConfig
}

/**
 * Adds the defaults to the given options, and resolves the optimizer.
 *
 * @throws {UsageError} If the optimizer is unknown, lacks an option, or an option is out of range
 */
export function resolveTrainConfig(options: TrainOptions): TrainConfig {
  const { limitTrain, limitTest, evaluateTrain } = options
  return {
    ...resolveOptions(dataOptions, options),
    limits: (limitTrain ?? limitTest ?? evaluateTrain) ? 'balanced' : undefined,
    ...resolveOptions(evaluationOptions, options),
    ...resolveOptions(backendOptions, options),
    model: resolveOptions(modelOptions, options),
    optimizer: resolveOptimizer(options),
    ...resolveOptions(trainingOptions, options),
  }
}
