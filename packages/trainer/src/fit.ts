import type { Variable } from '@tensorflow/tfjs-core'
import type { BatchSource } from './batches/batch-source.ts'
import { requireInteger, requireNonNegativeInteger, requirePositiveInteger } from './check.ts'
import type { Progress } from './checkpoint/checkpoint.ts'
import { createYielder } from './create-yielder.ts'
import { crossEntropy } from './model/cross-entropy.ts'
import { evaluate, type Evaluation } from './evaluate.ts'
import type { EpochEvent, FitOptions } from './fit-options.ts'
import type { Model } from './model/model.ts'
import { readBatches } from './batches/read-batches.ts'
import { restoreCheckpoint } from './checkpoint/restore-checkpoint.ts'
import { takeCheckpoint } from './checkpoint/take-checkpoint.ts'
import { createTrainStep } from './model/train-step.ts'
import { TrainingDivergedError } from './training-diverged-error.ts'

/**
 * Trains a model by mini-batch gradient descent.
 *
 * Each epoch visits all images once, in an order that depends only on `seed` and the epoch. After an epoch, `fit` evaluates
 * the model, calls `onEpoch` and writes the checkpoint. A run that is killed between the last two repeats that event, with
 * the same numbers, when it is resumed.
 *
 * A run that is aborted or killed at any moment and resumed from its last checkpoint ends with exactly the weights of an
 * uninterrupted run. Evaluations do not change the weights. `fit` yields to the event loop about every 50 ms.
 *
 * @returns The epoch events of this call, in order
 * @throws {TrainingDivergedError} If the loss of a batch is NaN or infinite: its step is not applied, and the weights are those
 *   before the step. Or if a weight is NaN or infinite at the end of an epoch. In both cases the last checkpoint is unaffected.
 * @throws {RangeError} If an option is out of range, a label is not one of the model's classes, `data` does not have
 *   `data.size` images, or `resume` does not belong to this model and these options
 * @throws {TypeError} If `optimizer` is not a `tf.Optimizer`, or `data.batches()` does not return an iterable
 * @throws {Error} If another `fit` is training the model, or the checkpoint cannot be written
 * @throws `signal.reason` when aborted, after the state of the run has been saved
 *
 * @example
 * await fit(model, {
 *   data: train, optimizer: tf.train.sgd(0.1), batchSize: 32, epochs: 10, seed: 42,
 *   evaluateOn: { train, test },
 *   onEpoch: ({ epoch, evaluations }) => console.log(epoch, evaluations.test.accuracy),
 * })
 */
export async function fit<Name extends string = never>(
  model: Model,
  options: FitOptions<Name>,
): Promise<EpochEvent<Name>[]> {
  const { data, optimizer, batchSize, epochs, seed, loss = crossEntropy, signal, onEpoch, onStep } = options
  const { evaluateOn = {}, evaluationBatchSize = 256, useEvaluationWeights } = options
  const { checkpoint, resume, compile = true, learningRate = () => learningRateOf(optimizer) } = options
  const every = checkpoint?.every ?? 1
  checkOptions(options, every)
  signal?.throwIfAborted()

  const identity = { seed, batchSize, dataSize: data.size }
  const { epoch, step, stepInEpoch, seconds } = resume ?? untrained
  const progress = { epoch, step, stepInEpoch, seconds }
  let lastLoss = NaN
  const obstacle = onStep && options.compile === undefined ? ON_STEP : undefined
  const trainStep = createTrainStep(model, optimizer, { loss, compile, obstacle })
  const yieldIfDue = createYielder()
  const history: EpochEvent<Name>[] = []

  claim(model)
  try {
    if (resume) await restoreCheckpoint(model, optimizer, resume, identity)
    else await report(0)
    while (progress.epoch < epochs) {
      signal?.throwIfAborted()
      await trainEpoch(progress.epoch + 1)
      await report(progress.epoch + 1)
      progress.epoch++
      progress.stepInEpoch = 0
      progress.seconds = 0
      if (progress.epoch % every === 0 || progress.epoch === epochs) await save()
    }
  } catch (error) {
    if (signal?.aborted && error === signal.reason && progress.step > 0) await saveAborted()
    throw error
  } finally {
    release(model)
    trainStep.dispose()
  }
  return history

  async function trainEpoch(epoch: number): Promise<void> {
    const stepsToSkip = progress.stepInEpoch
    const start = performance.now() - 1000 * progress.seconds
    let index = 0
    let images = 0
    trainStep.startEpoch()
    for (const batch of readBatches(data, { batchSize, shuffle: { seed, epoch } })) {
      images += batch.labels.length
      if (index++ < stepsToSkip) continue
      lastLoss = trainStep.take(batch)
      if (!Number.isFinite(lastLoss)) {
        const advice = 'The weights are those before this step; try a lower learning rate.'
        throw diverged(progress.step + 1, `expected a finite loss, got ${lastLoss}. ${advice}`)
      }
      progress.step++
      progress.stepInEpoch++
      progress.seconds = (performance.now() - start) / 1000
      await onStep?.({ epoch, step: progress.step, images, loss: lastLoss })
      await yieldIfDue()
      signal?.throwIfAborted()
    }
    requireFiniteWeights()
  }

  async function report(epoch: number): Promise<void> {
    const { step, seconds } = progress
    const evaluations = await evaluateAll()
    const { fallback } = trainStep
    const event = { epoch, step, evaluations, learningRate: learningRate(), seconds, fallback }
    history.push(event)
    await onEpoch?.(event)
  }

  async function evaluateAll(): Promise<EpochEvent<Name>['evaluations']> {
    const evaluations = {} as Record<Name, Pick<Evaluation, 'loss' | 'accuracy'>>
    const restoreWeights = useEvaluationWeights?.()
    try {
      for (const [name, source] of Object.entries(evaluateOn) as [Name, BatchSource][]) {
        const { loss: meanLoss, accuracy } = await evaluate(model, {
          data: source,
          batchSize: evaluationBatchSize,
          loss,
          compile,
          signal,
        })
        evaluations[name] = { loss: meanLoss, accuracy }
      }
    } finally {
      restoreWeights?.()
    }
    return evaluations
  }

  async function save(): Promise<void> {
    if (!checkpoint) return
    requireFiniteWeights()
    const { store, config } = checkpoint
    await store.write(await takeCheckpoint(model, optimizer, { ...identity, ...progress, config }))
  }

  /** Saves the state at which an abort stopped the run. If a weight is not finite, the last checkpoint stays. */
  async function saveAborted(): Promise<void> {
    if (findNonFiniteWeight(model)) return
    try {
      await save()
    } catch (cause) {
      const problem = (cause as Error).message
      throw new Error(`Training was aborted, and its checkpoint could not be saved: ${problem}`, { cause })
    }
  }

  function requireFiniteWeights(): void {
    const found = findNonFiniteWeight(model)
    if (!found) return
    const advice = 'Try a lower learning rate; the last checkpoint is unaffected.'
    throw diverged(progress.step, `expected finite weights, got ${found.weight} in ${found.name}. ${advice}`)
  }

  function diverged(step: number, problem: string): TrainingDivergedError {
    const position = { epoch: progress.epoch + 1, step, learningRate: learningRate(), loss: lastLoss }
    return new TrainingDivergedError(problem, position)
  }
}

function checkOptions(options: Omit<FitOptions, 'onEpoch'>, every: number): void {
  const { data, optimizer, batchSize, epochs, seed, evaluationBatchSize = 256, resume } = options
  requirePositiveInteger('batchSize', batchSize)
  requireNonNegativeInteger('epochs', epochs)
  if (resume && epochs < resume.epoch) {
    throw new RangeError(
      `\`epochs\` must be at least ${resume.epoch}, the epochs of the checkpoint, got ${epochs}.`,
    )
  }
  requireInteger('seed', seed)
  requirePositiveInteger('evaluationBatchSize', evaluationBatchSize)
  requirePositiveInteger('checkpoint.every', every)
  requirePositiveInteger('data.size', data.size)
  if (typeof (optimizer as Partial<typeof optimizer> | undefined)?.computeGradients !== 'function') {
    throw new TypeError(
      `\`optimizer\` must be a tf.Optimizer, such as tf.train.sgd(0.1), got ${String(optimizer)}.`,
    )
  }
}

const untrained: Progress = { epoch: 0, step: 0, stepInEpoch: 0, seconds: 0 }

function findNonFiniteWeight(model: Model): { name: string; weight: number } | undefined {
  for (const [name, variable] of Object.entries(model.variables)) {
    const weight = variable.dataSync().find((value) => !Number.isFinite(value))
    if (weight !== undefined) return { name, weight }
  }
  return undefined
}

/** The variables of models that are being trained. */
const inTraining = new WeakSet<Variable>()

function claim({ variables }: Model): void {
  const claimed = Object.entries(variables).find(([, variable]) => inTraining.has(variable))
  if (claimed) {
    throw new Error(
      `The model is already being trained: another fit() is updating ${claimed[0]}. Wait until it ends.`,
    )
  }
  for (const variable of Object.values(variables)) inTraining.add(variable)
}

function release({ variables }: Model): void {
  for (const variable of Object.values(variables)) inTraining.delete(variable)
}

const ON_STEP = '`onStep` may change what the next step computes; pass `compile: true` if it does not'

function learningRateOf(optimizer: object): number | undefined {
  const { learningRate } = optimizer as { learningRate?: unknown }
  return typeof learningRate === 'number' ? learningRate : undefined
}
