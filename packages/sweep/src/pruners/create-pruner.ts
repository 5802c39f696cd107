import { checkOptionNames } from '../parameters/check.ts'
import { hyperbandPruner } from './hyperband-pruner.ts'
import { medianPruner } from './median-pruner.ts'
import { patiencePruner } from './patience-pruner.ts'
import type { PatiencePrunerOptions } from './patience-pruner.ts'
import { percentilePruner } from './percentile-pruner.ts'
import type { Pruner } from './pruner.ts'
import { successiveHalvingPruner } from './successive-halving-pruner.ts'
import { thresholdPruner } from './threshold-pruner.ts'
import { wandbHyperbandPruner } from './wandb-hyperband-pruner.ts'

/** The name of a pruner in a sweep file. */
export type PrunerType =
  'median' | 'percentile' | 'asha' | 'hyperband' | 'threshold' | 'patience' | 'wandb-hyperband'

interface PrunerEntry {
  readonly create: (options: never) => Pruner
  /** The names of the options. */
  readonly options: readonly string[]
}

const interval = ['warmupSteps', 'intervalSteps']

/** The pruners that can be created by name. */
export const pruners: Readonly<Record<PrunerType, PrunerEntry>> = {
  median: { create: medianPruner, options: ['startupTrials', 'minTrials', ...interval] },
  percentile: {
    create: percentilePruner,
    options: ['percentile', 'startupTrials', 'minTrials', ...interval],
  },
  asha: {
    create: successiveHalvingPruner,
    options: ['minResource', 'reductionFactor', 'minEarlyStoppingRate', 'bootstrapCount'],
  },
  hyperband: {
    create: hyperbandPruner,
    options: ['minResource', 'maxResource', 'reductionFactor', 'bootstrapCount', 'studyName'],
  },
  threshold: { create: thresholdPruner, options: ['lower', 'upper', ...interval] },
  patience: { create: patiencePrunerOf, options: ['patience', 'minDelta', 'pruner'] },
  'wandb-hyperband': { create: wandbHyperbandPruner, options: ['minIter', 'maxIter', 's', 'eta', 'strict'] },
}

/** A pruner as plain data: the name of its type, and its options. */
export interface PrunerSpec {
  readonly type: PrunerType
  /**
   * The options of the function that creates the pruner, such as `medianPruner()`. It checks the values. The option `pruner` of
   * `patience` is a `PrunerSpec`.
   */
  readonly options: Readonly<Record<string, unknown>>
}

/**
 * Creates a pruner from plain data, for example from a sweep file.
 *
 * @throws {RangeError} If an option is unknown, or its value is out of range
 *
 * @example
 * const pruner = createPruner({ type: 'asha', options: { reductionFactor: 3 } })
 */
export function createPruner({ type, options }: PrunerSpec): Pruner {
  const { create, options: known } = pruners[type]
  checkOptionNames(`Pruner ${type}`, options, known)
  return create(options as never)
}

interface PatienceSpec extends Omit<PatiencePrunerOptions, 'pruner'> {
  readonly pruner?: PrunerSpec
}

function patiencePrunerOf({ pruner, ...options }: PatienceSpec): Pruner {
  return patiencePruner({ ...options, pruner: pruner && createPruner(pruner) })
}
