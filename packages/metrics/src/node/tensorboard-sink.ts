import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync } from 'node:fs'
import { hostname as systemHostname } from 'node:os'
import { join } from 'node:path'
import { openAppendFile } from '@tunekit/durable-files'
import type { Sink } from '../record/create-logger.ts'
import type { HParams } from '../tensorboard/hparams.ts'
import { flattenRecord } from '../record/metrics-record.ts'
import { encodeTfEvent } from '../tensorboard/tf-event.ts'

export interface TensorBoardSinkOptions {
  /** Puts the run on the hparams dashboard, with these values. Default: it is not there. */
  hparams?: HParams
  /**
   * Runs of one name are one row of the dashboard, which shows their means. Default: a hash of `hparams`, so repeats
   * of one configuration share a row; a seed among the `hparams` would keep them apart.
   */
  groupName?: string
  /** Has TensorBoard drop what earlier files in the folder have beyond this step. Default: keeps all. */
  resumeAfter?: number
  /** Part of the file's name. Default: the machine's. */
  hostname?: string
  /** Part of the file's name. Default: this process's. */
  processId?: number
  /** Seconds since 1970, for the file's name and the events. Default: the system clock. */
  wallTime?: () => number
}

/**
 * Writes records as scalars to a new TensorBoard event file,
 * `events.out.tfevents.<seconds>.<hostname>.<process id>.0`, tagged `train/loss` and so on; `epoch` is left out.
 * A record is one event in one write, so a killed run leaves at most its last event truncated, where readers stop.
 *
 * The first file of a folder, and each that resumes, starts with a SessionLog START event at the step where the run
 * goes on: TensorBoard takes the first one for the start, and at each later one drops what it has from that step on
 * (tensorboard/backend/event_processing/plugin_event_accumulator.py, `_CheckForRestartAndMaybePurge`).
 *
 * With `hparams`, the file also says what the run was trained with and, on closing, that it ended and how. Of a run
 * closed as `interrupted` it says no end, nor of a killed one: TensorBoard keeps to the first end that a folder has,
 * so one that goes on must not have had it. {@link writeHParamsExperiment} describes all runs of a folder.
 *
 * @param folder One run's folder; made if missing. Older event files in it are left alone
 * @throws {RangeError} If a number in `hparams` is not finite
 * @throws {TypeError} If there is a `groupName` without `hparams`
 *
 * @example
 * const hparams = { optimizer: 'adam', learningRate: 1e-3 }
 * const logger = createLogger([tensorBoardSink('sweep/1-seed-42', { hparams })])
 * // … and at its end:
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
    throw new TypeError('`groupName` needs `hparams`: give both or neither.')
  // Encoded before there is a file, which a value that cannot be would leave empty.
  const session =
    hparams && encodeTfEvent({ wallTime: wallTime(), hparams: { sessionStart: { hparams, groupName } } })
  mkdirSync(folder, { recursive: true })
  // TensorBoard reads a folder's files in the order of their names, so this one has to sort last.
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

/** The same for the same values, whatever their order. */
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
