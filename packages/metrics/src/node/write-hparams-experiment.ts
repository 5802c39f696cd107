import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { replaceFile } from '@tunekit/durable-files'
import type { HParamsExperiment } from '../tensorboard/hparams.ts'
import { encodeTfEvent } from '../tensorboard/tf-event.ts'

export interface WriteHParamsExperimentOptions {
  /** Seconds since 1970, for the events. Default: the system clock's. */
  wallTime?: number
}

/**
 * Tells TensorBoard's hparams dashboard about the runs in the folders below one: which columns they have, what their
 * hyperparameters may be, and by which metrics to compare them. Each run's own values come from its
 * {@link tensorBoardSink}. Without this file the dashboard works too, but finds columns and domains by itself.
 *
 * The file is `events.out.tfevents.0.hparams`; one that is there is replaced at once, so a sweep that goes on may
 * call this again. A TensorBoard that is already running keeps to what it has read.
 *
 * @param folder The parent of the runs' folders; made if missing
 * @throws {RangeError} If a number is not finite, a type not one of the three, or a domain does not fit its type
 *
 * @example
 * writeHParamsExperiment('sweep', {
 *   hparams: {
 *     optimizer: { type: 'string', values: ['adam', 'lion'] },
 *     learningRate: { type: 'number', interval: [1e-5, 1e-2] },
 *   },
 *   metrics: [{ tag: 'test/accuracy', displayName: 'Test accuracy' }],
 * })
 */
export function writeHParamsExperiment(
  folder: string,
  experiment: HParamsExperiment,
  { wallTime = Date.now() / 1000 }: WriteHParamsExperimentOptions = {},
): void {
  const bytes = Buffer.concat([
    encodeTfEvent({ wallTime, fileVersion: 'brain.Event:2' }),
    encodeTfEvent({ wallTime, hparams: { experiment } }),
  ])
  mkdirSync(folder, { recursive: true })
  replaceFile(join(folder, 'events.out.tfevents.0.hparams'), bytes)
}
