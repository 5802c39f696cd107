import type { Value } from '../../parameters/parameter.ts'
import { quantile } from '../../parameters/quantile.ts'
import { fillSpace } from '../../parameters/space.ts'
import type { Sampler, SamplerContext } from '../sampler.ts'
import { coOccurringGroups } from './co-occurring-groups.ts'
import { encodeColumn, selectRows } from './column.ts'
import type { Column } from './column.ts'
import { decodeValue, toDimension } from './dimension.ts'
import { parzenEstimator } from './parzen-estimator.ts'
import { splitObservations } from './split-observations.ts'
import type { Split } from './split-observations.ts'

export interface TpeSamplerOptions {
  /** Trials, complete or pruned, before which points are drawn at random. Integer of at least 0. Default 10. */
  readonly startupTrials?: number
  /** Candidates, of which the best is proposed. Integer of at least 1. Default 24. */
  readonly candidates?: number
  /** Whether parameters are modelled together; otherwise each alone. Default true. */
  readonly multivariate?: boolean
  /**
   * Whether conditional parameters are modelled together with those they occur with; otherwise only parameters that every
   * finished trial has are, and the others each alone. Needs `multivariate`. Default false.
   */
  readonly group?: boolean
  /** Whether running trials count as bad ones, so that parallel trials keep apart. Default true. */
  readonly constantLiar?: boolean
  /** How much the prior counts, in observations. Above 0. Default 1. */
  readonly priorWeight?: number
}

/**
 * The tree-structured Parzen estimator: models where the good trials lie, l(x), and where the others, g(x), and proposes
 * the one of some candidates drawn from l whose l(x) / g(x) is largest.
 *
 * Bergstra et al., "Algorithms for Hyper-Parameter Optimization", NeurIPS 2011, §4; as in `TPESampler` of
 * Optuna 5: a product kernel over all dimensions for each trial (Falkner et al., "BOHB", ICML 2018), its bandwidths those
 * of each dimension's neighbours (Watanabe, arXiv:2304.11127). Given the same random numbers and a history, it proposes
 * what Optuna does.
 *
 * Differs from Optuna: parameters keep the space's order, not that of their names, so that the order of random numbers may
 * differ; candidates are kept within the ends of a continuous parameter, which rounding could pass by one unit in the last
 * place; probabilities of choices and normal parameters, which Optuna does not know, are the prior (a normal one is a
 * number within 8 standard deviations, whose bandwidths are at most one, as in hyperopt); with `group` and `constantLiar`, a
 * running trial counts with the parameters that it has, where Optuna also counts those that it drew for it in a branch which
 * the trial then did not take; `priorWeight` cannot be 0; one objective, no constraints.
 *
 * @throws {RangeError} If an option is out of its range
 *
 * @example
 * const sampler = tpeSampler({ startupTrials: 20 })
 */
export function tpeSampler(options: TpeSamplerOptions = {}): Sampler {
  const { startupTrials = 10, candidates = 24, multivariate = true } = options
  const { group = false, constantLiar = true, priorWeight = 1 } = options
  const settings = { startupTrials, candidates, multivariate, group, constantLiar, priorWeight }
  check(settings)
  return { name: 'tpe', options: settings, propose: (context) => propose(context, settings) }
}

type Settings = Required<TpeSamplerOptions>

function check({ startupTrials, candidates, multivariate, group, priorWeight }: Settings): void {
  if (!Number.isInteger(startupTrials) || startupTrials < 0) {
    throw new RangeError(`\`startupTrials\` must be an integer of at least 0, got ${startupTrials}.`)
  }
  if (!Number.isInteger(candidates) || candidates < 1) {
    throw new RangeError(`\`candidates\` must be an integer of at least 1, got ${candidates}.`)
  }
  if (!(priorWeight > 0 && priorWeight < Infinity)) {
    throw new RangeError(`\`priorWeight\` must be a finite number above 0, got ${priorWeight}.`)
  }
  if (group && !multivariate) {
    throw new RangeError('`group` needs `multivariate`, got false: leave one of them out.')
  }
}

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

  const dimensions = Object.entries(space).map(([name, parameter]) => {
    const dimension = toDimension(parameter.kind === 'conditional' ? parameter.parameter : parameter)
    return [name, dimension] as const
  })
  const columns = new Map<string, Column>()
  for (const [name, dimension] of dimensions) {
    if (dimension.kind === 'fixed') continue
    columns.set(name, encodeColumn(name, dimension, observations))
  }
  const split = splitObservations(observations, direction)
  const joint = new Map<string, Value>()
  for (const names of jointNames(columns, finished, settings)) {
    const chosen = names.map((name) => columns.get(name)!)
    const values = suggest(chosen, split, random, settings)
    names.forEach((name, index) => joint.set(name, values[index]))
  }
  const byName = new Map(dimensions)
  return fillSpace(space, (name) => {
    const dimension = byName.get(name)!
    if (dimension.kind === 'fixed') return dimension.value
    return joint.has(name) ? joint.get(name)! : suggest([columns.get(name)!], split, random, settings)[0]
  })
}

/** The parameters that are modelled together, before it is known which of them exist. */
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

/** Values for some parameters, from the observations that have all of them. */
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
