import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync } from 'node:fs'
import { hostname as systemHostname } from 'node:os'
import { join } from 'node:path'
import { openAppendFile } from '@tunekit/durable-files'
import type { Sink } from '../record/create-logger.ts'
import type { HParams } from '../tensorboard/hparams.ts'
import { flattenRecord } from '../record/metrics-record.ts'
import { encodeTfEvent } from '../tensorboard/tf-event.ts'

/** The options of {@link tensorBoardSink}. */
export interface TensorBoardSinkOptions {
  /** The values of the run for the hparams dashboard. Default: the run is not on that dashboard. */
  hparams?: HParams
  /**
   * The name of the run's row on the dashboard. Runs with the same name share a row that shows their means. Default: a hash of
   * `hparams`, so the repeats of a configuration share a row unless a seed is among the `hparams`.
   */
  groupName?: string
  /** The step of the checkpoint to continue from. TensorBoard drops later steps of earlier files. Default: it keeps all. */
  resumeAfter?: number
  /** The host name in the file's name. Default: the host name of the machine. */
  hostname?: string
  /** The process id in the file's name. Default: the id of this process. */
  processId?: number
  /** Returns the seconds since 1970, for the file's name and the events. Default: the system clock. */
  wallTime?: () => number
}

/**
 * Creates a sink that writes records as scalars to a new TensorBoard event file,
 * `events.out.tfevents.<seconds>.<hostname>.<process id>.0`. Tags are flat names such as `train/loss`; `epoch` is left out. Each
 * record is one event, written in one append, so a killed run leaves at most a truncated last event, where readers stop.
 *
 * The first file of a folder, and each file of a resumed run, starts with a SessionLog START event at the step where the run
 * continues. TensorBoard treats the first such event as the start of the run. At each later such event it drops the data from
 * that step onward (tensorboard/backend/event_processing/plugin_event_accumulator.py, `_CheckForRestartAndMaybePurge`).
 *
 * With `hparams`, the file also records the values of the run and, on closing, its outcome. A run that was killed or closed as
 * `interrupted` has no outcome, because TensorBoard keeps the first outcome of a folder and the run may be resumed.
 * `writeHParamsExperiment` describes all runs of a folder.
 *
 * @param folder The folder of one run; created if missing. Existing event files stay as they are
 * @throws {RangeError} If a number in `hparams` is not finite
 * @throws {TypeError} If `groupName` is given without `hparams`
 *
 * @example
 * const hparams = { optimizer: 'adam', learningRate: 1e-3 }
 * const logger = createLogger([tensorBoardSink('sweep/1-seed-42', { hparams })])
 * // … at the end of the run:
 * logger.close() // or logger.close('failure')
 */
export function tensorBoardSink(folder: string, options: TensorBoardSinkOptions = {}): Sink {
  const {
    hparams,
    groupName = hparams && hashOf(hparams),
    resumeAfter,
    hostname = systemHostname(),
    processId = process.pid,
    wallTime = () => Date.now() / 1000,
  } = options
  if (groupName !== undefined && !hparams)
    throw new TypeError('`groupName` requires `hparams`: pass both or neither.')
  // Encode before creating the file, so that an invalid value leaves no empty file.
  const session =
    hparams && encodeTfEvent({ wallTime: wallTime(), hparams: { sessionStart: { hparams, groupName } } })
  mkdirSync(folder, { recursive: true })
  // TensorBoard reads the files of a folder in the order of their names, so the new file must be the last.
  const earlier = eventFileSeconds(folder)
  const seconds = earlier.reduce((latest, second) => Math.max(latest, second + 1), Math.floor(wallTime()))
  const name = `events.out.tfevents.${String(seconds).padStart(10, '0')}.${hostname}.${processId}.0`
  const file = openAppendFile(join(folder, name), { exclusive: true })
  file.append(encodeTfEvent({ wallTime: wallTime(), fileVersion: 'brain.Event:2' }))
  if (resumeAfter !== undefined || earlier.length === 0) {
    const step = resumeAfter === undefined ? 0 : resumeAfter + 1
    file.append(encodeTfEvent({ wallTime: wallTime(), step, sessionStart: true }))
  }
  if (session) file.append(session)
  let closed = false
  return {
    write(record) {
      const results = Object.entries(flattenRecord(record)).filter(
        ([name]) => name !== 'step' && name !== 'epoch',
      )
      file.append(
        encodeTfEvent({ wallTime: wallTime(), step: record.step, scalars: Object.fromEntries(results) }),
      )
    },
    flush: file.sync,
    close(outcome = 'success') {
      if (closed) return
      closed = true
      try {
        if (hparams && outcome !== 'interrupted') {
          file.append(encodeTfEvent({ wallTime: wallTime(), hparams: { sessionEnd: { status: outcome } } }))
        }
      } finally {
        file.close()
      }
    },
  }
}

/** Hashes values independently of their order. */
function hashOf(hparams: HParams): string {
  const sorted = Object.entries(hparams).sort(([a], [b]) => (a < b ? -1 : 1))
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex')
}

function eventFileSeconds(folder: string): number[] {
  return readdirSync(folder).flatMap((name) => {
    const match = /^events\.out\.tfevents\.(\d{10})\./.exec(name)
    return match ? [Number(match[1])] : []
  })
}
