import type { Variable } from '@tensorflow/tfjs-core'
import type { BatchSource } from './batch-source.ts'
import { createYielder } from './create-yielder.ts'
import { crossEntropy } from './cross-entropy.ts'
import { evaluate, type Evaluation } from './evaluate.ts'
import type { EpochEvent, FitOptions } from './fit-options.ts'
import type { Model } from './model.ts'
import { readBatches } from './read-batches.ts'
import { requireInteger } from './require-integer.ts'
import { restoreCheckpoint } from './restore-checkpoint.ts'
import { takeCheckpoint } from './take-checkpoint.ts'
import { createTrainStep } from './train-step.ts'
import { TrainingDivergedError } from './training-diverged-error.ts'

/**
 * Trains a model by mini-batch gradient descent.
 *
 * Each epoch visits all images, in an order that depends on `seed` and the epoch alone. Then the model is evaluated,
 * `onEpoch` is called, and the checkpoint is written: a run killed between the last two repeats that event, with the
 * same numbers, when it is resumed.
 *
 * A run that is aborted or killed at any moment and resumed from its last checkpoint ends with exactly the weights of
 * one that was not. Evaluating does not change them. Timers and signals get their turn about every 50 ms.
 *
 * @returns The events of this call, in order
 * @throws {TrainingDivergedError} If a batch's loss is NaN or infinite: its step is not applied, the weights are as
 *   before. Also if weights are, at the end of an epoch. Either way the last checkpoint stays.
 * @throws {RangeError} If an option is out of range, a label is not one of the model's classes, `data` does not hold
 *   `data.size` images, or `resume` does not belong to this model and these options
 * @throws {TypeError} If `optimizer` is none, or `data.batches()` gives no iterable
 * @throws {Error} If the model is in training already, or the checkpoint cannot be written
 * @throws `signal.reason` when aborted; by then the store holds the run as it is after its last step
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
  const { evaluateOn = {}, evaluationBatchSize = 256, checkpoint, resume, compile = true } = options
  const obstacle = onStep && options.compile === undefined ? ON_STEP : undefined
  const { useEvaluationWeights } = options
  const { learningRate = () => ownLearningRate(optimizer) } = options
  const every = checkpoint?.every ?? 1
  requireInteger('batchSize', batchSize, 1)
  requireInteger('epochs', epochs, resume?.epoch ?? 0)
  requireInteger('seed', seed, Number.MIN_SAFE_INTEGER)
  requireInteger('evaluationBatchSize', evaluationBatchSize, 1)
  requireInteger('checkpoint.every', every, 1)
  requireInteger('data.size', data.size, 1)
  requireOptimizer(optimizer)
  signal?.throwIfAborted()

  const identity = { seed, batchSize, dataSize: data.size }
  let { epoch, step, stepInEpoch, seconds } = resume ?? { epoch: 0, step: 0, stepInEpoch: 0, seconds: 0 }
  let lastLoss = NaN
  const trainStep = createTrainStep(model, optimizer, loss, compile, obstacle)
  const yieldIfDue = createYielder()
  const history: EpochEvent<Name>[] = []

  claim(model)
  try {
    if (resume) await restoreCheckpoint(model, optimizer, resume, identity)
    else await report(0)
    while (epoch < epochs) {
      signal?.throwIfAborted()
      await trainEpoch()
      await report(epoch + 1)
      epoch++
      stepInEpoch = 0
      seconds = 0
      if (epoch % every === 0 || epoch === epochs) await save()
    }
  } catch (error) {
    if (signal?.aborted && error === signal.reason && step > 0) await saveAborted()
    throw error
  } finally {
    release(model)
    trainStep.dispose()
  }
  return history

  async function trainEpoch(): Promise<void> {
    const stepsDone = stepInEpoch
    const start = performance.now() - 1000 * seconds
    let index = 0
    let images = 0
    trainStep.startEpoch()
    for (const batch of readBatches(data, { batchSize, shuffle: { seed, epoch: epoch + 1 } })) {
      images += batch.labels.length
      if (index++ < stepsDone) continue
      lastLoss = trainStep.take(batch)
      if (!Number.isFinite(lastLoss)) {
        const advice = 'The weights are as before this step; try a lower learning rate.'
        throw diverged(step + 1, `expected a finite loss, got ${lastLoss}. ${advice}`)
      }
      step++
      stepInEpoch++
      seconds = (performance.now() - start) / 1000
      await onStep?.({ epoch: epoch + 1, step, images, loss: lastLoss })
      await yieldIfDue()
      signal?.throwIfAborted()
    }
    requireFiniteWeights()
  }

  async function report(completed: number): Promise<void> {
    const evaluations = await evaluateAll()
    const { fallback } = trainStep
    const event = { epoch: completed, step, evaluations, learningRate: learningRate(), seconds, fallback }
    history.push(event)
    await onEpoch?.(event)
  }

  async function evaluateAll(): Promise<EpochEvent<Name>['evaluations']> {
    const evaluations = {} as Record<Name, Pick<Evaluation, 'loss' | 'accuracy'>>
    const restoreWeights = useEvaluationWeights?.()
    try {
      for (const [name, source] of Object.entries(evaluateOn) as [Name, BatchSource][]) {
        const own = { data: source, batchSize: evaluationBatchSize, loss, compile, signal }
        const measured = await evaluate(model, own)
        evaluations[name] = { loss: measured.loss, accuracy: measured.accuracy }
      }
    } finally {
      restoreWeights?.()
    }
    return evaluations
  }

  async function save(): Promise<void> {
    if (!checkpoint) return
    requireFiniteWeights()
    const progress = { epoch, step, stepInEpoch, seconds }
    const { store, config } = checkpoint
    await store.write(await takeCheckpoint(model, optimizer, { ...identity, ...progress, config }))
  }

  /** Saves what an abort interrupted, unless its weights are spoiled: then the last checkpoint stays. */
  async function saveAborted(): Promise<void> {
    if (findSpoiledWeight()) return
    try {
      await save()
    } catch (error) {
      throw new Error(
        `Training was aborted, and its checkpoint could not be saved: ${(error as Error).message}`,
        {
          cause: error,
        },
      )
    }
  }

  function requireFiniteWeights(): void {
    const spoiled = findSpoiledWeight()
    if (!spoiled) return
    const advice = 'Try a lower learning rate; the last checkpoint is from before.'
    throw diverged(step, `expected finite weights, got ${spoiled.weight} in ${spoiled.name}. ${advice}`)
  }

  function findSpoiledWeight(): { name: string; weight: number } | undefined {
    for (const [name, variable] of Object.entries(model.variables)) {
      const weight = variable.dataSync().find((weight) => !Number.isFinite(weight))
      if (weight !== undefined) return { name, weight }
    }
    return undefined
  }

  function diverged(at: number, problem: string): TrainingDivergedError {
    const where = { epoch: epoch + 1, step: at, learningRate: learningRate(), loss: lastLoss }
    return new TrainingDivergedError(problem, where)
  }
}

function requireOptimizer(optimizer: Partial<FitOptions['optimizer']> | undefined): void {
  if (typeof optimizer?.computeGradients === 'function') return
  throw new TypeError(
    `\`optimizer\` must be a tf.Optimizer, such as tf.train.sgd(0.1), got ${String(optimizer)}.`,
  )
}

/** The variables of models that are in training. */
const inTraining = new WeakSet<Variable>()

function claim({ variables }: Model): void {
  const taken = Object.entries(variables).find(([, variable]) => inTraining.has(variable))
  if (taken) {
    throw new Error(
      `The model is in training already: another fit() changes ${taken[0]}. Wait until it has ended.`,
    )
  }
  for (const variable of Object.values(variables)) inTraining.add(variable)
}

function release({ variables }: Model): void {
  for (const variable of Object.values(variables)) inTraining.delete(variable)
}

const ON_STEP = '`onStep` may change what the next step computes; pass `compile: true` if it does not'

function ownLearningRate(optimizer: object): number | undefined {
  const { learningRate } = optimizer as { learningRate?: unknown }
  return typeof learningRate === 'number' ? learningRate : undefined
}
