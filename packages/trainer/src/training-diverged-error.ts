/** Where a training run stood when it diverged. */
export interface Divergence {
  /** The epoch that was being trained, from 1. */
  readonly epoch: number
  /** The step at which it showed, from 1, counted over all epochs. */
  readonly step: number
  /** The optimizer's learning rate at that step, if it tells. */
  readonly learningRate: number | undefined
  /** The loss of that step: NaN or ±Infinity, or finite if it was the weights that became infinite. */
  readonly loss: number
}

/** The loss or the weights became NaN or infinite. */
export class TrainingDivergedError extends Error implements Divergence {
  override readonly name = 'TrainingDivergedError'
  readonly epoch: number
  readonly step: number
  readonly learningRate: number | undefined
  readonly loss: number

  /**
   * @param problem What was expected, what came, and what to do
   * @param where The position in the run
   */
  constructor(problem: string, where: Divergence) {
    const rate = where.learningRate === undefined ? '' : ` with learning rate ${where.learningRate}`
    super(`Training diverged in epoch ${where.epoch} at step ${where.step}${rate}: ${problem}`)
    this.epoch = where.epoch
    this.step = where.step
    this.learningRate = where.learningRate
    this.loss = where.loss
  }
}
