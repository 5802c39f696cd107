import type { Optimizer } from '@tensorflow/tfjs-core'
import type { Loss } from './batch-tensors.ts'
import type { BatchSource } from './batch-source.ts'
import type { Checkpoint, CheckpointStore } from './checkpoint.ts'
import type { Evaluation } from './evaluate.ts'

/** `Name` is that of the sources to evaluate on, such as 'train' | 'test'. */
export interface FitOptions<Name extends string = string> {
  /** The images to train on. */
  data: BatchSource
  /**
   * Any `tf.Optimizer`. For checkpoints, `getWeights()` and `setWeights()` must carry its whole state: then a resumed
   * run is exact to the last bit.
   */
  optimizer: Pick<Optimizer, 'computeGradients' | 'applyGradients' | 'getWeights' | 'setWeights'>
  /** Images in a step, ≥ 1. */
  batchSize: number
  /** Epochs in all, ≥ 0; those of a resumed checkpoint count. */
  epochs: number
  /** An integer that, with the number of the epoch, decides the order of the images. */
  seed: number
  /** Used in training and in evaluations. Default {@link crossEntropy}. */
  loss?: Loss
  /** What to evaluate on, before the first epoch and after each. Default nothing. */
  evaluateOn?: Readonly<Record<Name, BatchSource>>
  /** Images at a time in evaluations, ≥ 1. Default 256. */
  evaluationBatchSize?: number
  /**
   * Gives the model other weights before its evaluations, such as averages of those that are trained. Returns what gives it
   * the old ones back, to the last bit. Default: evaluates the weights that are trained.
   */
  useEvaluationWeights?: () => () => void
  /**
   * Where to save the state of the run: after each `every` epochs (default 1), after the last, and when aborted.
   * `config` goes along for the caller: anything that JSON can hold.
   */
  checkpoint?: { store: CheckpointStore; every?: number; config?: unknown }
  /** A checkpoint to continue from; undefined starts afresh. */
  resume?: Checkpoint
  /**
   * Whether the active backend's method `compile` computes the loss and gradients of a step, and evaluations, if it has
   * one: it records a step and replays it, to the same bits.
   *
   * The first two steps of an epoch are recorded anew, and some others, so that `onEpoch` may change what the model and the
   * loss compute: a temperature, a weight of a term, which layers learn. Between, they must not depend on numbers of
   * JavaScript that change without any tensor's changing. Where such a number has changed all the same, `fallback` says so.
   *
   * Default true, but without `onStep`: that could change such numbers after each step. With both `onStep` and
   * `compile: true` it must not.
   */
  compile?: boolean
  /** Finishes the step in hand, saves a checkpoint and rejects with `signal.reason`. */
  signal?: AbortSignal
  /** Tells the learning rate to events and errors. Default: the optimizer's `learningRate`, if it is a number. */
  learningRate?: () => number | undefined
  /** Called after each epoch and, on a fresh start, before the first. Awaited. */
  onEpoch?: (event: EpochEvent<Name>) => unknown
  /** Called after each step. Awaited. */
  onStep?: (event: StepEvent) => unknown
}

/** An epoch is over and its model evaluated. */
export interface EpochEvent<Name extends string = string> {
  /** Epochs completed; 0 for the untrained model. */
  readonly epoch: number
  /** Optimizer steps done, over all epochs. */
  readonly step: number
  /** One for each source of `evaluateOn`. */
  readonly evaluations: Readonly<Record<Name, Pick<Evaluation, 'loss' | 'accuracy'>>>
  readonly learningRate: number | undefined
  /** Wall-clock time of the epoch's steps, without evaluations. */
  readonly seconds: number
  /**
   * Why a step of the epoch was not replayed though the backend can compile, the last reason if there are several;
   * undefined if all were replayed, or ran only to be recorded.
   */
  readonly fallback: string | undefined
}

/** A step has been taken. */
export interface StepEvent {
  /** The epoch in training, from 1. */
  readonly epoch: number
  /** Optimizer steps done, over all epochs. */
  readonly step: number
  /** Images of this epoch done, out of `data.size`. */
  readonly images: number
  /** Mean loss of the batch, before the step. */
  readonly loss: number
}
