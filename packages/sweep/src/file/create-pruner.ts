import { hyperbandPruner } from '../pruners/hyperband-pruner.ts'
import type { HyperbandPrunerOptions } from '../pruners/hyperband-pruner.ts'
import { medianPruner } from '../pruners/median-pruner.ts'
import { patiencePruner } from '../pruners/patience-pruner.ts'
import type { PatiencePrunerOptions } from '../pruners/patience-pruner.ts'
import { percentilePruner } from '../pruners/percentile-pruner.ts'
import type { PercentilePrunerOptions } from '../pruners/percentile-pruner.ts'
import type { Pruner } from '../pruners/pruner.ts'
import { successiveHalvingPruner } from '../pruners/successive-halving-pruner.ts'
import { thresholdPruner } from '../pruners/threshold-pruner.ts'
import { wandbHyperbandPruner } from '../pruners/wandb-hyperband-pruner.ts'
import { requireOptions } from './require-options.ts'
import type { PrunerType, Recipe } from './sweep-file.ts'

const interval = ['warmupSteps', 'intervalSteps']

/** The options of each pruner. */
export const prunerOptions: Readonly<Record<PrunerType, readonly string[]>> = {
  median: ['startupTrials', 'minTrials', ...interval],
  percentile: ['percentile', 'startupTrials', 'minTrials', ...interval],
  asha: ['minResource', 'reductionFactor', 'minEarlyStoppingRate', 'bootstrapCount'],
  hyperband: ['minResource', 'maxResource', 'reductionFactor', 'bootstrapCount', 'studyName'],
  threshold: ['lower', 'upper', ...interval],
  patience: ['patience', 'minDelta', 'pruner'],
  'wandb-hyperband': ['minIter', 'maxIter', 's', 'eta', 'strict'],
}

/**
 * The pruner that a sweep file asks for.
 *
 * @throws {RangeError} If it has no option of a name, or an option is out of range
 */
export function createPruner({ type, options }: Recipe<PrunerType>): Pruner {
  requireOptions(`Pruner ${type}`, options, prunerOptions[type])
  switch (type) {
    case 'median':
      return medianPruner(options)
    case 'percentile':
      return percentilePruner(options as unknown as PercentilePrunerOptions)
    case 'asha':
      return successiveHalvingPruner(options)
    case 'hyperband':
      return hyperbandPruner(options as unknown as HyperbandPrunerOptions)
    case 'threshold':
      return thresholdPruner(options)
    case 'wandb-hyperband':
      return wandbHyperbandPruner(options)
    case 'patience': {
      const inner = options.pruner as Recipe<PrunerType> | undefined
      return patiencePruner({
        ...(options as unknown as PatiencePrunerOptions),
        pruner: inner && createPruner(inner),
      })
    }
  }
}
