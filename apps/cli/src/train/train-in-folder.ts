import { replaceFile } from '@tunekit/durable-files'
import type { Lock } from '@tunekit/durable-files'
import { decodeSafetensors, encodeSafetensors, saveLeNet5 } from '@tunekit/lenet'
import type { LeNet5 } from '@tunekit/lenet'
import { createLogger } from '@tunekit/metrics'
import type { MetricsRecord, RunOutcome } from '@tunekit/metrics'
import { consoleSink, createProgress, csvSink, jsonlSink, tensorBoardSink } from '@tunekit/metrics/node'
import type { Progress, TensorBoardSinkOptions } from '@tunekit/metrics/node'
import { useEvaluationWeights } from '@tunekit/optimizers'
import type { RuleOptimizer } from '@tunekit/optimizers'
import { evaluate, fit } from '@tunekit/trainer'
import type { BatchSource, Evaluation, StepEvent } from '@tunekit/trainer'
import { checkpointFile } from '@tunekit/trainer/node'
import type { TrainConfig } from '../options/train-config.ts'
import { say } from '../process/print.ts'
import type { Splits } from '../run/load-splits.ts'
import { readMetrics, writeJson } from '../run/run-folder.ts'
import type { RunFolder } from '../run/run-folder.ts'
import { summarizeRun } from '../run/summarize-run.ts'
import type { RunSummary } from '../run/summarize-run.ts'
import { showProgress } from './show-progress.ts'

/** A run that is ready to start or to continue. */
export interface Training extends Splits {
  readonly run: RunFolder
  /** The lock of the run folder. Released when the training ends. */
  readonly lock: Lock
  readonly config: TrainConfig
  readonly model: LeNet5
  readonly optimizer: RuleOptimizer
}

export interface TrainInFolderOptions {
  /** Stops the training. The run can be continued. */
  readonly signal?: AbortSignal
  /** Called after every epoch, starting with epoch 0 (the untrained model). An error that it throws ends the training. */
  readonly onEpoch?: (record: MetricsRecord) => unknown
  /** The hyper-parameters of the run for TensorBoard's HParams tab. */
  readonly hparams?: Pick<TensorBoardSinkOptions, 'hparams' | 'groupName'>
}

/**
 * Trains a run, starting from the checkpoint in its folder if there is one. Writes the metrics, the model, the summary and, with a
 * test set, the predictions into the folder.
 *
 * @throws The reason of the signal if the signal aborts
 */
export async function trainInFolder(
  training: Training,
  options: TrainInFolderOptions = {},
): Promise<RunSummary> {
  try {
    return await run(training, options)
  } finally {
    training.lock.release()
  }
}

async function run(
  { run, config, model, optimizer, train, measuredTrain, validation, test }: Training,
  { signal, onEpoch, hparams }: TrainInFolderOptions,
): Promise<RunSummary> {
  const store = checkpointFile(run.checkpoint, { encode: encodeSafetensors, decode: decodeSafetensors })
  const resume = await store.read()
  const resumeAfter = resume?.step ?? -1
  if (resume) say(`Resuming ${run.path} after ${describePosition(resume)}.`)
  const progress = createProgress()
  const logger = createLogger([
    jsonlSink(run.metrics, { resumeAfter }),
    csvSink(run.metricsCsv, { resumeAfter }),
    tensorBoardSink(run.path, { ...hparams, ...(resume && { resumeAfter }) }),
    consoleSink({ progress }),
  ])
  const evaluateOn: Record<string, BatchSource> = {
    train: showProgress(measuredTrain, progress, 'Training set'),
  }
  if (validation) evaluateOn.validation = showProgress(validation, progress, 'Validation set')
  if (test) evaluateOn.test = showProgress(test, progress, 'Test set')
  let outcome: RunOutcome = 'interrupted'
  try {
    await fit(model, {
      data: train,
      optimizer,
      batchSize: config.batchSize,
      epochs: config.epochs,
      seed: config.seed,
      evaluateOn,
      evaluationBatchSize: config.evaluationBatchSize,
      useEvaluationWeights: () => useEvaluationWeights(optimizer),
      checkpoint: { store, every: config.checkpointEvery },
      resume,
      signal,
      onEpoch: ({ epoch, step, evaluations, learningRate, seconds, fallback }) => {
        const record = { epoch, step, ...evaluations, learningRate, seconds }
        logger.log(record)
        if (epoch > 0) reportToPlateaus(optimizer, evaluations)
        if (fallback && epoch === 1)
          say(`Training is slower, because its steps cannot be replayed: ${fallback}.`)
        return onEpoch?.(record)
      },
      compile: true, // safe, since the listeners only show and log
      onStep: showSteps(progress, train.size, config.epochs),
    })
    // The saved model has the weights with which the run was evaluated.
    useEvaluationWeights(optimizer)
    if (test) {
      const batchSize = config.evaluationBatchSize
      const { predictions } = await evaluate(model, { data: test, batchSize, signal })
      replaceFile(run.predictions, Uint8Array.from(predictions)) // labels of IDX files are bytes
    }
    outcome = 'success'
  } finally {
    progress.stop()
    logger.close(outcome)
  }
  replaceFile(run.model, saveLeNet5(model))
  const summary = summarizeRun(await readMetrics(run), model)
  writeJson(run.summary, summary)
  say(
    `${describeResult(summary)} ` +
      `(epochs: ${summary.epochs}, ${summary.secondsPerEpoch.toFixed(2)} s each).`,
  )
  say(`Model and metrics: ${run.path}. Weights: sha256 ${summary.weightsSha256.slice(0, 16)}…`)
  return summary
}

/** Describes the position of a checkpoint: `2 epochs and 17 steps`. */
function describePosition({ epoch, stepInEpoch }: { epoch: number; stepInEpoch: number }): string {
  const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`
  return [count(epoch, 'epoch'), ...(stepInEpoch > 0 ? [count(stepInEpoch, 'step')] : [])].join(' and ')
}

/**
 * Reports the result of an epoch to every `reduceOnPlateau` of the optimizer: the accuracy in the mode `max`, else the loss. Both
 * are measured on the validation images or, if there are none, on the training images, but never on the test images.
 */
function reportToPlateaus(
  { plateaus }: RuleOptimizer,
  { validation, train }: Readonly<Record<string, Pick<Evaluation, 'loss' | 'accuracy'>>>,
): void {
  const { loss, accuracy } = validation ?? train
  for (const plateau of plateaus) plateau.report(plateau.toJSON()['mode'] === 'max' ? accuracy : loss)
}

/** Shows the steps of each epoch on a new progress bar. */
function showSteps(progress: Progress, total: number, epochs: number): (event: StepEvent) => void {
  let shown = 0
  return ({ epoch, images }) => {
    if (epoch !== shown) progress.start({ total, label: `Epoch ${epoch}/${epochs}` })
    shown = epoch
    progress.update(images)
  }
}

/** Describes accuracy and loss on the validation and test images or, if there are none, on the training images. */
function describeResult(summary: RunSummary): string {
  const unseen = [
    ['Validation', summary.validationAccuracy, summary.validationLoss],
    ['Test', summary.testAccuracy, summary.testLoss],
  ] as const
  const measured = unseen.filter(([, accuracy]) => accuracy !== undefined)
  const shown =
    measured.length > 0 ? measured : ([['Train', summary.trainAccuracy, summary.trainLoss]] as const)
  return shown
    .map(([name, accuracy, loss]) => `${name} accuracy ${percent(accuracy)}, loss ${loss?.toFixed(4)}`)
    .join('. ')
}

function percent(fraction: number | undefined): string {
  return fraction === undefined ? '–' : `${(100 * fraction).toFixed(2)} %`
}
