import { checkInteger } from '../parameters/check.ts'
import type { Value } from '../parameters/parameter.ts'
import { quantile } from '../parameters/quantile.ts'
import { fillSpace } from '../parameters/space.ts'
import type { Sampler, SamplerContext } from './sampler.ts'
import { coOccurringGroups } from './tpe/co-occurring-groups.ts'
import { encodeColumn, selectRows } from './tpe/column.ts'
import type { Column } from './tpe/column.ts'
import { decodeValue, toDimension } from './tpe/dimension.ts'
import { parzenEstimator } from './tpe/parzen-estimator.ts'
import { splitObservations } from './tpe/split-observations.ts'
import type { Split } from './tpe/split-observations.ts'

/** Options of `tpeSampler()`. */
export interface TpeSamplerOptions {
  /** The number of complete or pruned trials until which configurations are drawn at random. A non-negative integer. Default 10. */
  readonly startupTrials?: number
  /** The number of candidates, the best of which is proposed. A positive integer. Default 24. */
  readonly candidates?: number
  /** Whether parameters are modeled together. Otherwise each parameter is modeled alone. Default true. */
  readonly multivariate?: boolean
  /**
   * Whether a conditional parameter is modeled together with the parameters that it occurs with. Otherwise only parameters that
   * every finished trial has are modeled together, and each other parameter alone. Requires `multivariate`. Default false.
   */
  readonly group?: boolean
  /** Whether running trials count as bad, so that parallel trials stay apart. Default true. */
  readonly constantLiar?: boolean
  /** The weight of the prior, in observations. A positive number. Default 1. */
  readonly priorWeight?: number
}

/**
 * Proposes configurations by the tree-structured Parzen estimator. It models the density of the good trials, l(x), and of the other
 * trials, g(x), draws some candidates from l, and proposes the candidate with the largest l(x) / g(x).
 *
 * Bergstra et al., "Algorithms for Hyper-Parameter Optimization", NeurIPS 2011, §4, as in `TPESampler` of Optuna 5: each trial has a
 * product kernel over all dimensions (Falkner et al., "BOHB", ICML 2018), with bandwidths from the neighbors in each dimension
 * (Watanabe, arXiv:2304.11127). Given the same random numbers and history, it proposes the same configurations as Optuna.
 *
 * Differs from Optuna:
 * - Parameters are in the space's order, not in the order of their names, so the order of random numbers may differ.
 * - Candidates are clamped to the range of a continuous parameter, which rounding could exceed by one unit in the last place.
 * - Probabilities of choices and normal parameters, which Optuna does not have, serve as priors. A normal parameter is a number within
 *   8 standard deviations, with bandwidths of at most one standard deviation, as in hyperopt.
 * - With `group` and `constantLiar`, a running trial counts with the parameters that it has. Optuna also counts the values that it
 *   drew for a branch that the trial did not take.
 * - `priorWeight` cannot be 0. There is one objective and no constraints.
 *
 * @throws {RangeError} If an option is out of its range
 *
 * @example
 * const sampler = tpeSampler({ startupTrials: 20 })
 */
export function tpeSampler(options: TpeSamplerOptions = {}): Sampler {
  const { startupTrials = 10, candidates = 24, multivariate = true } = options
  const { group = false, constantLiar = true, priorWeight = 1 } = options
  checkInteger('startupTrials', startupTrials, 0)
  checkInteger('candidates', candidates, 1)
  if (!(priorWeight > 0 && priorWeight < Infinity)) {
    throw new RangeError(`\`priorWeight\` must be a positive finite number, got ${priorWeight}.`)
  }
  if (group && !multivariate) {
    throw new RangeError('`group` requires `multivariate`, got `multivariate` false: remove one of them.')
  }
  const settings = { startupTrials, candidates, multivariate, group, constantLiar, priorWeight }
  return { name: 'tpe', options: settings, propose: (context) => propose(context, settings) }
}

type Settings = Required<TpeSamplerOptions>

/** Suggests values for some parameters, from the observations that have all of them. */
function suggest(
  columns: readonly Column[],
  split: Split,
  random: SamplerContext['random'],
  { candidates, priorWeight }: Settings,
): Value[] {
  const dimensions = columns.map(({ dimension }) => dimension)
  const below = parzenEstimator(dimensions, selectRows(columns, split.below), priorWeight)
  const above = parzenEstimator(dimensions, selectRows(columns, split.above), priorWeight)
  const points = below.sample(random, candidates)
  const logBelow = below.logDensities(points)
  const logAbove = above.logDensities(points)
  let best = 0
  for (let row = 1; row < candidates; row++) {
    if (logBelow[row] - logAbove[row] > logBelow[best] - logAbove[best]) best = row
  }
  return points.map((column, index) => decodeValue(dimensions[index], column[best]))
}

/** Proposes a configuration: first the parameters that are modeled together, then each other parameter that exists. */
function propose(
  { space, direction, random, history }: SamplerContext,
  settings: Settings,
): ReturnType<Sampler['propose']> {
  const observations = history.filter(
    ({ state }) => state !== 'failed' && (settings.constantLiar || state !== 'running'),
  )
  const finished = observations.flatMap(({ state }, index) => (state === 'running' ? [] : [index]))
  if (finished.length < settings.startupTrials) {
    return fillSpace(space, (_, parameter) => quantile(parameter, random()))
  }
  const split = splitObservations(observations, direction)
  const fixed = new Map<string, Value>()
  const columns = new Map<string, Column>()
  for (const [name, parameter] of Object.entries(space)) {
    const dimension = toDimension(parameter.kind === 'conditional' ? parameter.parameter : parameter)
    if (dimension.kind === 'fixed') fixed.set(name, dimension.value)
    else columns.set(name, encodeColumn(name, dimension, observations))
  }
  const joint = new Map<string, Value>()
  for (const names of jointNames(columns, finished, settings)) {
    const chosen = names.map((name) => columns.get(name)!)
    const values = suggest(chosen, split, random, settings)
    names.forEach((name, index) => joint.set(name, values[index]))
  }
  return fillSpace(space, (name) => {
    if (fixed.has(name)) return fixed.get(name)!
    return joint.has(name) ? joint.get(name)! : suggest([columns.get(name)!], split, random, settings)[0]
  })
}

/** Returns the groups of parameters that are modeled together. Which of the parameters exist is not yet known. */
function jointNames(
  columns: ReadonlyMap<string, Column>,
  finished: readonly number[],
  { multivariate, group }: Settings,
): readonly (readonly string[])[] {
  if (!multivariate || finished.length === 0) return []
  const names = [...columns.keys()]
  const exists = (name: string, index: number): boolean => !Number.isNaN(columns.get(name)!.codes[index])
  if (group) return coOccurringGroups(finished.map((index) => names.filter((name) => exists(name, index))))
  const everywhere = names.filter((name) => finished.every((index) => exists(name, index)))
  return everywhere.length > 0 ? [everywhere] : []
}
