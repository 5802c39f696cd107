import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { replaceFile } from '@tunekit/durable-files'
import type { HParamsExperiment } from '../tensorboard/hparams.ts'
import { encodeTfEvent } from '../tensorboard/tf-event.ts'

/** The options of {@link writeHParamsExperiment}. */
export interface WriteHParamsExperimentOptions {
  /** The time of the events, in seconds since 1970. Default: the time of the system clock. */
  wallTime?: number
}

/**
 * Describes the runs below a folder for TensorBoard's hparams dashboard: the columns, the domains of the hyperparameters, and the
 * metrics to compare. The values of each run come from its `tensorBoardSink`. Without this description the dashboard infers
 * columns and domains.
 *
 * The function replaces the file `events.out.tfevents.0.hparams` atomically, so a continued study may call it again. A running
 * TensorBoard does not read the new file.
 *
 * @param folder The parent of the runs' folders; created if missing
 * @throws {RangeError} If a number is not finite, a type is not one of the three, or a domain does not fit its type
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
