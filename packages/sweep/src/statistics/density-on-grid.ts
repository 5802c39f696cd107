import { normalCdf } from '../numerics/normal-distribution.ts'

/**
 * Estimates a density on a grid: a kernel for each cell that has observations, weighted by their number, and a wide kernel,
 * the prior, of weight 1. The density sums to 1.
 *
 *     ordered    Kernels are normal densities, truncated to the grid and integrated over cells. Their bandwidth follows
 *                Scott's rule, σ = 1.059 · min(IQR / 1.34, s) · n^(−1/5), at least ½ / 1.64, with which a kernel has
 *                90 % of its mass in one cell. The prior is in the middle of the grid; its σ is the number of cells.
 *     unordered  Of K kernels, each has 1 + 1/K in its cell and 1/K elsewhere, scaled to sum to 1. The prior is uniform.
 *
 * Scott, "Multivariate Density Estimation", 1992, as in Optuna 5
 * (optuna/importance/_ped_anova/scott_parzen_estimator.py).
 *
 * @param counts Number of observations in each cell, at least one in total
 * @param ordered Whether neighboring cells are similar
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

/** Returns the kernel at a cell, or the prior: a function from a cell to its share of the kernel's mass. */
type Kernels = (center: number | undefined) => (cell: number) => number

function categoricalKernels(cells: number, kernels: number): Kernels {
  return (center) => (cell) =>
    center === undefined ? 1 / cells : ((cell === center ? 1 : 0) + 1 / kernels) / (1 + cells / kernels)
}

function normalKernels(counts: readonly number[], cells: readonly number[], total: number): Kernels {
  const bandwidth = scottBandwidth(counts, cells, total)
  const size = counts.length
  return (center) => {
    const mean = center ?? (size - 1) / 2
    const deviation = center === undefined ? size : bandwidth
    const mass = (from: number, to: number): number =>
      normalCdf((to - mean) / deviation) - normalCdf((from - mean) / deviation)
    const all = mass(-0.5, size - 0.5)
    return (cell) => mass(cell - 0.5, cell + 0.5) / all
  }
}

function scottBandwidth(counts: readonly number[], cells: readonly number[], total: number): number {
  const mean = cells.reduce((sum, cell) => sum + counts[cell] * cell, 0) / total
  const squares = cells.reduce((sum, cell) => sum + counts[cell] * (cell - mean) ** 2, 0)
  const deviation = Math.sqrt(squares / Math.max(1, total - 1))
  let sum = 0
  const cumulated = cells.map((cell) => (sum += counts[cell]))
  const lowerQuartile = cumulated.findIndex((count) => count >= Math.floor(total / 4))
  const upperQuartile = cumulated.findIndex((count) => count > Math.floor((total * 3) / 4))
  const range = cells.at(upperQuartile)! - cells[lowerQuartile] // an index of −1 is the last cell
  return Math.max(1.059 * Math.min(range / 1.34, deviation) * total ** -0.2, 0.5 / 1.64)
}
