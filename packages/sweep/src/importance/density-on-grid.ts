import { normalCdf } from '../numerics/normal-cdf.ts'

/**
 * The density that a kernel estimator finds on a grid: a kernel for each cell that has observations, weighed by
 * their number, and a wide one, the prior, of weight 1. It sums to 1.
 *
 *     ordered    kernels are normal densities, truncated to the grid and integrated over cells. Their width is by
 *                Scott's rule, σ = 1.059 · min(IQR / 1.34, s) · n^(−1/5), at least ½ / 1.64, so that 90 % fit in a
 *                cell; that of the prior, in the middle of the grid, is the number of cells
 *     unordered  of K kernels each has 1 + 1/K in its cell and 1/K elsewhere, scaled to sum to 1; the prior is uniform
 *
 * Scott, "Multivariate Density Estimation", 1992, as in Optuna 5
 * (optuna/importance/_ped_anova/scott_parzen_estimator.py).
 *
 * @param counts Observations in each cell, at least one in all
 */
export function densityOnGrid(counts: readonly number[], ordered: boolean): number[] {
  const cells = [...counts.keys()].filter((cell) => counts[cell] > 0)
  const total = counts.reduce((sum, count) => sum + count, 0)
  const kernel = ordered
    ? normalKernels(counts, cells, total)
    : categoricalKernels(counts.length, cells.length + 1)
  const kernels = cells.map((cell) => ({ weight: counts[cell] / (total + 1), at: kernel(cell) }))
  const prior = { weight: 1 / (total + 1), at: kernel(undefined) }
  return Array.from(counts, (_, cell) =>
    [...kernels, prior].reduce((sum, { weight, at }) => sum + weight * at(cell), 0),
  )
}

/** Makes the kernel at a cell, or the prior: what share of it a cell has. */
type Kernels = (center: number | undefined) => (cell: number) => number

function categoricalKernels(cells: number, kernels: number): Kernels {
  return (center) => (cell) =>
    center === undefined ? 1 / cells : ((cell === center ? 1 : 0) + 1 / kernels) / (1 + cells / kernels)
}

function normalKernels(counts: readonly number[], cells: readonly number[], total: number): Kernels {
  const width = scottWidth(counts, cells, total)
  const size = counts.length
  return (center) => {
    const mean = center ?? (size - 1) / 2
    const deviation = center === undefined ? size : width
    const mass = (from: number, to: number): number =>
      normalCdf((to - mean) / deviation) - normalCdf((from - mean) / deviation)
    const all = mass(-0.5, size - 0.5)
    return (cell) => mass(cell - 0.5, cell + 0.5) / all
  }
}

function scottWidth(counts: readonly number[], cells: readonly number[], total: number): number {
  const mean = cells.reduce((sum, cell) => sum + counts[cell] * cell, 0) / total
  const squares = cells.reduce((sum, cell) => sum + counts[cell] * (cell - mean) ** 2, 0)
  const deviation = Math.sqrt(squares / Math.max(1, total - 1))
  let sum = 0
  const cumulated = cells.map((cell) => (sum += counts[cell]))
  const lower = cumulated.findIndex((count) => count >= Math.floor(total / 4))
  const above = cumulated.findIndex((count) => count > Math.floor((total * 3) / 4))
  const range = cells.at(above)! - cells[lower] // above is −1, the last, if the quartile is at the end
  return Math.max(1.059 * Math.min(range / 1.34, deviation) * total ** -0.2, 0.5 / 1.64)
}
