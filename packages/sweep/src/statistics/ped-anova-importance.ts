import { densityOnGrid } from './density-on-grid.ts'
import type { ImportanceColumn, ImportanceTable } from './importance-table.ts'

/** Options of {@link pedAnovaImportance}. */
export interface PedAnovaOptions {
  /** Share of the rows that count as good, above 0. Default 0.1. */
  readonly targetQuantile?: number
  /** Share of the rows with which the good rows are compared, above `targetQuantile`, at most 1. Default 1: all rows. */
  readonly regionQuantile?: number
  /**
   * Whether to compare with the values that were tried (true) or with the whole space, as if every value had been tried
   * equally often (false). Default true.
   */
  readonly evaluateOnLocal?: boolean
}

/** The most cells of a grid over numbers. */
const MAX_CELLS = 50

/**
 * Computes how much each parameter matters for being among the best: how far its values in good rows differ from its
 * values in all rows.
 *
 *     importance ∝ α² / β · Σ_x p(x) (p*(x) / p(x) − 1)²
 *
 * p is the density of a parameter's values among all rows, p* the density among the best. Both are kernel estimates on a
 * grid (density-on-grid.ts), plus 1e-12; the sum is Pearson's divergence. The grid has one cell per category, or up to 50
 * points from `low` to `high`, both included, equally far apart; a number belongs to the nearest point, halfway to the
 * lower one. For a parameter that some rows do not have, the densities are of the rows that have it, a share α of the best
 * and β of all. The importance is 0 if fewer than two rows have the parameter or if it can have only one value.
 * Importances are scaled to sum to 1, and are equal if all are 0.
 *
 * The best are ⌈targetQuantile · n⌉ of n rows with finite values, and the rows as good as the last of them. Results are
 * reliable with at least five good rows: with 50 rows, or with a larger `targetQuantile`. Each importance is the effect of
 * one parameter alone; it does not include interactions between parameters.
 *
 * Watanabe et al., "PED-ANOVA", IJCAI 2023, arXiv:2304.10255; with conditional parameters "Conditional PED-ANOVA",
 * arXiv:2601.20800, Theorem 4.2 and Algorithm 1. The same as `get_param_importances` of Optuna 5
 * (optuna/importance/_ped_anova/evaluator.py).
 * Differs from Optuna: fewer than two rows are an error (Optuna makes all importances equal); a parameter has a single
 * range of values, so the only other regime is that of the rows without the parameter.
 *
 * @param table The rows. `tabulateObservations()` of `@tunekit/sweep` creates the table of a study
 * @param direction Whether small or large values are better
 * @returns Importances by name, most important first, without parameters that no row has
 * @throws {RangeError} If fewer than two rows have finite values, a column has another length than `values`, or an option
 *   is out of range
 *
 * @example
 * const rate = { kind: 'numbers', values: [0.1, 0.2, 0.9, 0.8], low: 0, high: 1 } as const
 * const activation = { kind: 'categories', values: ['relu', 'tanh', 'relu', 'tanh'], categories: ['relu', 'tanh'] } as const
 * pedAnovaImportance({ columns: { rate, activation }, values: [3, 4, 1, 2] }, 'minimize')
 */
export function pedAnovaImportance(
  { columns, values }: ImportanceTable,
  direction: 'minimize' | 'maximize',
  options: PedAnovaOptions = {},
): Readonly<Record<string, number>> {
  const { targetQuantile = 0.1, regionQuantile = 1, evaluateOnLocal = true } = options
  if (!(targetQuantile > 0 && targetQuantile < regionQuantile && regionQuantile <= 1)) {
    throw new RangeError(
      '`targetQuantile` must be above 0 and below `regionQuantile`, which must be at most 1, ' +
        `got ${targetQuantile} and ${regionQuantile}.`,
    )
  }
  checkLengths(columns, values.length)
  const losses = values.map((value) => (direction === 'minimize' ? value : -value))
  const rows = [...losses.keys()].filter((row) => Number.isFinite(losses[row]))
  if (rows.length < 2) {
    throw new RangeError(
      `Importance needs at least 2 complete trials with finite values, got ${rows.length}. Run more trials.`,
    )
  }
  const region = best(rows, losses, regionQuantile)
  const target = best(rows, losses, targetQuantile)

  const importance = (column: ImportanceColumn): number => {
    const { size, ordered, cells } = gridOf(column)
    const cellsOf = (list: readonly number[]): number[] => list.flatMap((row) => cells[row] ?? [])
    const [all, good] = [cellsOf(region), cellsOf(target)]
    if (size === 1 || all.length < 2 || good.length === 0) return 0
    const density = (list: readonly number[]): number[] => densityOnGrid(count(list, size), ordered)
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
  return shares(
    Object.entries(columns)
      .filter(([, column]) => rows.some((row) => column.values[row] !== undefined))
      .map(([name, column]) => [name, importance(column)]),
  )
}

function checkLengths(columns: ImportanceTable['columns'], expected: number): void {
  for (const [name, { values }] of Object.entries(columns)) {
    if (values.length === expected) continue
    throw new RangeError(
      `Column "${name}" must have one value per row of the table: expected ${expected}, got ${values.length}.`,
    )
  }
}

/** Selects the best share of rows, at least one row, and the rows as good as the last of them. */
function best(rows: readonly number[], losses: readonly number[], quantile: number): number[] {
  const sorted = rows.map((row) => losses[row]).sort((a, b) => a - b)
  const last = sorted[Math.ceil(quantile * sorted.length) - 1]
  return rows.filter((row) => losses[row] <= last)
}

interface Grid {
  /** Number of cells; 1 if the parameter can have only one value. */
  readonly size: number
  /** Whether neighboring cells have similar values. */
  readonly ordered: boolean
  /** The cell of each row, from 0. */
  readonly cells: readonly (number | undefined)[]
}

/** Lays a grid over the values of a column. */
export function gridOf(column: ImportanceColumn): Grid {
  if (column.kind === 'categories') {
    const { categories, values } = column
    const cellOf = new Map(categories.map((category, cell) => [category, cell]))
    return { size: categories.length, ordered: false, cells: values.map((value) => cellOf.get(value)) }
  }
  const { low, high, points = MAX_CELLS, values } = column
  const size = low === high ? 1 : Math.min(points, MAX_CELLS)
  const width = (high - low) / (size - 1)
  const cellOf = (value: number): number =>
    size === 1 ? 0 : Math.min(Math.max(Math.ceil((value - low) / width - 0.5), 0), size - 1)
  return {
    size,
    ordered: true,
    cells: values.map((value) => (value === undefined ? undefined : cellOf(value))),
  }
}

function count(cells: readonly number[], size: number): number[] {
  const counts = Array.from({ length: size }, () => 0)
  for (const cell of cells) counts[cell]++
  return counts
}

function pearsonDivergence(density: readonly number[], reference: readonly number[]): number {
  return reference.reduce((sum, p, cell) => sum + p * (density[cell] / p - 1) ** 2, 0)
}

/** Scales importances to sum to 1, largest first. */
function shares(importances: readonly (readonly [string, number])[]): Record<string, number> {
  const sum = importances.reduce((total, [, importance]) => total + importance, 0)
  return Object.fromEntries(
    importances
      .map(([name, importance]) => [name, sum === 0 ? 1 / importances.length : importance / sum] as const)
      .sort(([, a], [, b]) => b - a),
  )
}
