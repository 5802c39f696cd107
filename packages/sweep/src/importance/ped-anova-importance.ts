import type { Space } from '../parameters/space.ts'
import type { Observation } from '../study/observation.ts'
import type { Direction } from '../study/direction.ts'
import { densityOnGrid } from './density-on-grid.ts'
import { gridOf } from './grid.ts'

export interface PedAnovaOptions {
  /** Of the observations, the share to tell from the others: how many count as good. Above 0. Default 0.1. */
  readonly targetQuantile?: number
  /** The share that they are compared with, above `targetQuantile`, at most 1. Default 1: all. */
  readonly regionQuantile?: number
  /**
   * Compares with what was tried (true), or with the whole space, as if every cell of it had been tried equally
   * often. Default true.
   */
  readonly evaluateOnLocal?: boolean
}

/**
 * How much each parameter matters for being among the best: how far its values in good configurations are from
 * those in all.
 *
 *     importance ∝ α² / β · Σ_x p(x) (p*(x) / p(x) − 1)²
 *
 * p is the density of a parameter's values among all, p* that among the best, both estimated by kernels on a grid
 * of at most 50 points (grid.ts, density-on-grid.ts), plus 1e-12; the sum is Pearson's divergence. For a
 * conditional parameter the densities are of the observations that have it, a share α of the best and β of all.
 * Importance is 0 where fewer than two have it, and of a parameter that has one value only. It is scaled to sum to
 * 1, equal if it is 0 for all.
 *
 * The best are ⌈targetQuantile · n⌉ of n complete observations with finite values, and those as good as the last of
 * them. At least five make it reliable: 50 observations, or a larger `targetQuantile`. It says what mattered alone,
 * not which parameters matter together.
 *
 * Watanabe et al., "PED-ANOVA", IJCAI 2023, arXiv:2304.10255; with conditional parameters "Conditional PED-ANOVA",
 * arXiv:2601.20800, Theorem 4.2 and Algorithm 1. It is `get_param_importances` of Optuna 5
 * (optuna/importance/_ped_anova/evaluator.py).
 * Differs from it: fewer than two observations are an error, where Optuna makes all importances equal; a space has
 * one range of values for each parameter, so there is one regime besides that of observations without it.
 *
 * @returns Name to importance, most important first; without parameters that no complete observation has
 * @throws {RangeError} If there are fewer than two complete observations, or an option is out of its range
 *
 * @example
 * pedAnovaImportance(space, observations, 'minimize') // { learningRate: 0.92, batchSize: 0.08 }
 */
export function pedAnovaImportance(
  space: Space,
  observations: readonly Pick<Observation, 'configuration' | 'state' | 'value'>[],
  direction: Direction,
  options: PedAnovaOptions = {},
): Readonly<Record<string, number>> {
  const { targetQuantile = 0.1, regionQuantile = 1, evaluateOnLocal = true } = options
  if (!(targetQuantile > 0 && targetQuantile < regionQuantile && regionQuantile <= 1)) {
    throw new RangeError(
      '`targetQuantile` must be above 0 and below `regionQuantile`, which must be at most 1: ' +
        `got ${targetQuantile} and ${regionQuantile}.`,
    )
  }
  const complete = observations.flatMap(({ configuration, state, value = NaN }) =>
    state === 'complete' && Number.isFinite(value)
      ? { configuration, loss: direction === 'minimize' ? value : -value }
      : [],
  )
  if (complete.length < 2) {
    throw new RangeError(
      'Importance has too little to go by: expected at least 2 complete observations with finite values, ' +
        `got ${complete.length}. Run more trials.`,
    )
  }
  const region = best(complete, regionQuantile)
  const target = best(complete, targetQuantile)

  const importance = (name: string): number => {
    const parameter = space[name]
    const { size, ordered, cellOf } = gridOf(
      parameter.kind === 'conditional' ? parameter.parameter : parameter,
    )
    const cellsOf = (list: readonly Complete[]): number[] =>
      list.flatMap(({ configuration }) =>
        Object.hasOwn(configuration, name) ? (cellOf(configuration[name]) ?? []) : [],
      )
    const [all, good] = [cellsOf(region), cellsOf(target)]
    if (size === 1 || all.length < 2 || good.length === 0) return 0
    const density = (cells: readonly number[]): number[] => densityOnGrid(count(cells, size), ordered)
    const reference = evaluateOnLocal
      ? density(all).map((p) => p + 1e-12)
      : Array.from({ length: size }, () => 1 / size)
    const [alpha, beta] = [good.length / target.length, all.length / region.length]
    return (
      (alpha ** 2 / beta) *
      pearsonDivergence(
        density(good).map((p) => p + 1e-12),
        reference,
      )
    )
  }
  const names = Object.keys(space).filter((name) =>
    complete.some(({ configuration }) => Object.hasOwn(configuration, name)),
  )
  return shares(names.map((name) => [name, importance(name)]))
}

interface Complete {
  readonly configuration: Observation['configuration']
  /** The less, the better. */
  readonly loss: number
}

/** The best share of a list, at least one, and what is as good as the last of them. */
function best(list: readonly Complete[], quantile: number): Complete[] {
  const losses = list.map(({ loss }) => loss).sort((a, b) => a - b)
  const last = losses[Math.ceil(quantile * losses.length) - 1]
  return list.filter(({ loss }) => loss <= last)
}

function count(cells: readonly number[], size: number): number[] {
  const counts = Array.from({ length: size }, () => 0)
  for (const cell of cells) counts[cell]++
  return counts
}

function pearsonDivergence(density: readonly number[], reference: readonly number[]): number {
  return reference.reduce((sum, p, cell) => sum + p * (density[cell] / p - 1) ** 2, 0)
}

/** Scaled to sum to 1, largest first. */
function shares(importances: readonly (readonly [string, number])[]): Record<string, number> {
  const sum = importances.reduce((total, [, importance]) => total + importance, 0)
  return Object.fromEntries(
    importances
      .map(([name, importance]) => [name, sum === 0 ? 1 / importances.length : importance / sum] as const)
      .sort(([, a], [, b]) => b - a),
  )
}
