/** The position at which a training run diverged. */
export interface Divergence {
  /** The number of the epoch, from 1. */
  readonly epoch: number
  /** The number of the step, from 1, counted over all epochs. */
  readonly step: number
  /** The learning rate at that step, if it is known. */
  readonly learningRate: number | undefined
  /** The loss of that step: NaN or ±Infinity, or finite if a weight was not finite. */
  readonly loss: number
}

/** The error thrown when the loss or a weight is NaN or infinite. */
export class TrainingDivergedError extends Error implements Divergence {
  override readonly name = 'TrainingDivergedError'
  readonly epoch: number
  readonly step: number
  readonly learningRate: number | undefined
  readonly loss: number

  /**
   * @param problem The expected value, the actual value, and advice
   * @param position The position in the run at which the problem occurred
   */
  constructor(problem: string, position: Divergence) {
    const rate = position.learningRate === undefined ? '' : ` with learning rate ${position.learningRate}`
    super(`Training diverged in epoch ${position.epoch} at step ${position.step}${rate}: ${problem}`)
    this.epoch = position.epoch
    this.step = position.step
    this.learningRate = position.learningRate
    this.loss = position.loss
  }
}
