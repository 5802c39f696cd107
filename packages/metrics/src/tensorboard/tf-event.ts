import { decodeTfHParams } from './decode-tf-hparams.ts'
import { tfHParamsFields } from './encode-tf-hparams.ts'
import type { TfHParams } from './hparams.ts'
import { doubleField, encodeMessage, messageField, readFields, stringField, varintField } from './protobuf.ts'
import { encodeTfRecord, readTfRecords } from './tf-record.ts'
import { decodeTfScalar, tfScalarFields } from './tf-scalar.ts'

/** SessionLog.SessionStatus */
const START = 1

/** One event of a TensorBoard event file. Besides time and step it has at most one of the other properties. */
export interface TfEvent {
  /** The time of the event, in seconds since 1970. */
  readonly wallTime: number
  /** The step, an integer. Default 0. */
  readonly step?: number
  /** The format of the file, `brain.Event:2`, in the first event of a file. */
  readonly fileVersion?: string
  /** Values by tag, rounded to float32. NaN and infinities are allowed. */
  readonly scalars?: Readonly<Record<string, number>>
  /** Whether a run starts or resumes here. TensorBoard then drops the data from this `step` onward. */
  readonly sessionStart?: boolean
  /** A message for TensorBoard's hparams dashboard. `wallTime` is the time at which the run started or ended. */
  readonly hparams?: TfHParams
}

/** The result of {@link decodeTfEvents}. */
export interface DecodedTfEvents {
  /** The events of the complete records, in order. */
  readonly events: readonly TfEvent[]
  /** The length of all complete records in bytes; less than the file's length if its last record is truncated. */
  readonly wholeBytes: number
}

/**
 * Encodes one event as one record of an event file, with framing and checksums. If each record is appended in a single write,
 * the file stays readable: readers wait at an incomplete record.
 *
 *     Event       wall_time = 1, step = 2, file_version = 3, summary = 5 { value = 1 }, session_log = 7
 *     SessionLog  status = 1
 *
 * Field numbers: tensorboard/compat/proto/{event,summary,tensor}.proto.
 *
 * @throws {RangeError} If `step` is not an integer, a hyperparameter is not finite, or its domain does not fit its type
 *
 * @example
 * encodeTfEvent({ wallTime: 1700000000, fileVersion: 'brain.Event:2' }) // 40 bytes, the start of every file
 * encodeTfEvent({ wallTime: 1700000001.5, step: 7, scalars: { loss: 0.25 } })
 */
export function encodeTfEvent(event: TfEvent): Uint8Array {
  const { wallTime, step = 0, fileVersion, scalars, sessionStart = false, hparams } = event
  const fields = [doubleField(1, wallTime)]
  if (step !== 0) fields.push(varintField(2, step))
  if (fileVersion !== undefined) fields.push(stringField(3, fileVersion))
  if (scalars) {
    const values = Object.entries(scalars).map(([tag, value]) => messageField(1, tfScalarFields(tag, value)))
    fields.push(messageField(5, values))
  }
  if (hparams) fields.push(messageField(5, [messageField(1, tfHParamsFields(hparams, wallTime))]))
  if (sessionStart) fields.push(messageField(7, [varintField(1, START)]))
  return encodeTfRecord(encodeMessage(fields))
}

/**
 * Decodes an event file. Data that this package does not write, such as images, is left out of the events.
 *
 * @param bytes The content of the file. Its last record may be incomplete, as while the file is being written
 * @throws {Error} If a record is damaged; the message names its byte offset
 */
export function decodeTfEvents(bytes: Uint8Array): DecodedTfEvents {
  const events: TfEvent[] = []
  let wholeBytes = 0
  for (const { offset, data, end } of readTfRecords(bytes)) {
    try {
      events.push(decodeEvent(data))
    } catch (cause) {
      throw new Error(
        `tfevents record at byte ${offset} is not an event: protobuf: ${(cause as Error).message}.`,
        {
          cause,
        },
      )
    }
    wholeBytes = end
  }
  return { events, wholeBytes }
}

function decodeEvent(message: Uint8Array): TfEvent {
  let wallTime = 0
  let step = 0
  let content: Omit<TfEvent, 'wallTime' | 'step'> = {}
  for (const { number, value } of readFields(message)) {
    if (typeof value === 'bigint') {
      if (number === 2) step = Number(BigInt.asIntN(64, value))
    } else if (number === 1 && value.length === 8) {
      wallTime = new DataView(value.buffer, value.byteOffset).getFloat64(0, true)
    } else if (number === 3) {
      content = { fileVersion: new TextDecoder().decode(value) }
    } else if (number === 5) {
      content = decodeSummary(value)
    } else if (number === 7) {
      content = { sessionStart: isStart(value) }
    }
  }
  return { wallTime, step, ...content }
}

function decodeSummary(message: Uint8Array): Pick<TfEvent, 'scalars' | 'hparams'> {
  const values = [...readFields(message)].flatMap(({ number, value }) =>
    number === 1 && value instanceof Uint8Array ? [value] : [],
  )
  const scalars = values.map(decodeTfScalar).filter((scalar) => scalar !== undefined)
  const hparams = values.map(decodeTfHParams).find((part) => part !== undefined)
  return hparams && scalars.length === 0
    ? { hparams }
    : { scalars: Object.fromEntries(scalars), ...(hparams && { hparams }) }
}

function isStart(message: Uint8Array): boolean {
  return [...readFields(message)].some(({ number, value }) => number === 1 && value === BigInt(START))
}
