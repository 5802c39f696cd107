/** One dimension of a mixture of kernels. */
export interface Marginal {
  /** No logarithm of a density, or probability, of any of its kernels is above it. */
  readonly highest: number
  /** The value at the quantile `u`, in [0, 1), of one kernel. */
  quantile(kernel: number, u: number): number
  /**
   * Adds to the sums of some kernels the logarithms of their densities, or probabilities, at a value.
   *
   * @param kernels The first `count` of these
   * @param floor A sum that would end up below it may become −∞ instead, which takes less time
   */
  addLogDensities(value: number, kernels: Int32Array, count: number, sums: Float64Array, floor: number): void
}
