import type { Optimizer } from '@tensorflow/tfjs-core'
import type { Loss } from './batches/batch-tensors.ts'
import type { BatchSource } from './batches/batch-source.ts'
import type { Checkpoint, CheckpointStore } from './checkpoint/checkpoint.ts'
import type { Evaluation } from './evaluate.ts'

/** The options of `fit`. `Name` is the union of the names in `evaluateOn`, such as 'train' | 'test'. */
export interface FitOptions<Name extends string = string> {
  /** The images to train on. */
  data: BatchSource
  /**
   * Any `tf.Optimizer`. A resumed run is exact to the last bit if `getWeights()` returns the optimizer's whole state and
   * `setWeights()` restores it. `fit` disposes the tensor `iter` of `getWeights()`, as TensorFlow.js expects; the other tensors
   * belong to the optimizer.
   */
  optimizer: Pick<Optimizer, 'computeGradients' | 'applyGradients' | 'getWeights' | 'setWeights'>
  /** The number of images in a step, a positive integer. */
  batchSize: number
  /** The number of epochs, a non-negative integer. It includes the epochs of a resumed checkpoint. */
  epochs: number
  /** An integer. The order of the images in an epoch depends only on it and the number of the epoch. */
  seed: number
  /** The loss of a batch, in training and in evaluations. Default `crossEntropy`. */
  loss?: Loss
  /** Named sources to evaluate the model on, before the first epoch and after each epoch. Default none. */
  evaluateOn?: Readonly<Record<Name, BatchSource>>
  /** The batch size of evaluations, a positive integer. Default 256. */
  evaluationBatchSize?: number
  /**
   * Replaces the model's weights for evaluations, for example by averages of the trained weights. Returns a function that
   * restores the trained weights, to the last bit. Default: evaluations use the trained weights.
   */
  useEvaluationWeights?: () => () => void
  /**
   * Where to save the state of the run: after every `every` epochs (default 1), after the last epoch, and when aborted.
   * `config` is saved along for the caller: anything that JSON can represent.
   */
  checkpoint?: { store: CheckpointStore; every?: number; config?: unknown }
  /** The checkpoint to continue from. Default: a new run. */
  resume?: Checkpoint
  /**
   * Whether the active backend's method `compile`, if it has one, computes the loss and gradients of a step and the
   * evaluations. The backend then records a step and replays it, with the same bits.
   *
   * The first two steps of an epoch, and some later ones, are recorded anew, so `onEpoch` may change what the model and the
   * loss compute: a temperature, the weight of a term, which layers learn. Within an epoch, the model and the loss must not
   * depend on JavaScript numbers that change while all tensors stay the same. `fallback` reports a number that changed.
   *
   * Default: true without `onStep`, false with it, because `onStep` could change such numbers after each step. With
   * `compile: true`, `onStep` must not change them.
   */
  compile?: boolean
  /** Stops the run: `fit` finishes the current step, saves a checkpoint and rejects with `signal.reason`. */
  signal?: AbortSignal
  /** Returns the learning rate for events and errors. Default: the optimizer's `learningRate`, if it is a number. */
  learningRate?: () => number | undefined
  /** Called and awaited after each epoch and, in a new run, before the first. */
  onEpoch?: (event: EpochEvent<Name>) => unknown
  /** Called and awaited after each step. */
  onStep?: (event: StepEvent) => unknown
}

/** Reports that an epoch has ended and the model has been evaluated. */
export interface EpochEvent<Name extends string = string> {
  /** The number of completed epochs; 0 for the untrained model. */
  readonly epoch: number
  /** The number of optimizer steps, over all epochs. */
  readonly step: number
  /** The mean loss and the accuracy on each source of `evaluateOn`. */
  readonly evaluations: Readonly<Record<Name, Pick<Evaluation, 'loss' | 'accuracy'>>>
  /** The learning rate after the epoch, if it is known. */
  readonly learningRate: number | undefined
  /** Wall-clock time of the epoch's steps in seconds, without evaluations. */
  readonly seconds: number
  /**
   * The last reason why a step of the epoch was not replayed although the backend can compile; undefined if every step was
   * replayed or recorded.
   */
  readonly fallback: string | undefined
}

/** Reports that the optimizer has taken a step. */
export interface StepEvent {
  /** The number of the current epoch, from 1. */
  readonly epoch: number
  /** The number of optimizer steps, over all epochs. */
  readonly step: number
  /** The number of images of this epoch so far, out of `data.size`. */
  readonly images: number
  /** The mean loss of the batch before the step. */
  readonly loss: number
}
