import { HPARAM_TYPES, HPARAMS_STATUSES } from './hparams.ts'
import type {
  HParamInfo,
  HParamsExperiment,
  HParamsMetric,
  HParamsSession,
  HParamValue,
  TfHParams,
} from './hparams.ts'
import { readFields } from './protobuf.ts'
import type { Field } from './protobuf.ts'

/** Decodes a Summary.Value of the hparams dashboard; undefined for other values. */
export function decodeTfHParams(message: Uint8Array): TfHParams | undefined {
  const pluginData = messageAt(1, messageAt(9, message))
  if (textAt(1, pluginData) !== 'hparams') return undefined
  for (const { number, value } of readFields(messageAt(2, pluginData))) {
    if (!(value instanceof Uint8Array)) continue
    if (number === 2) return { experiment: decodeExperiment(value) }
    if (number === 3) return { sessionStart: decodeSessionStart(value) }
    if (number === 4) {
      const status = HPARAMS_STATUSES[Number(last(1, value) ?? 0)] ?? 'unknown'
      return { sessionEnd: { status } }
    }
  }
  return undefined
}

function decodeExperiment(message: Uint8Array): HParamsExperiment {
  const description = textAt(1, message)
  const infos = messagesAt(4, message).flatMap((info): [string, HParamInfo][] => {
    const type = HPARAM_TYPES[Number(last(4, info) ?? 0)]
    return type ? [[textAt(1, info) ?? '', { type, ...decodeDomain(info), ...decodeNames(2, info) }]] : []
  })
  const metrics = messagesAt(5, message).map((metric): HParamsMetric => {
    const name = messageAt(1, metric)
    const group = textAt(1, name)
    return { tag: textAt(2, name) ?? '', ...decodeNames(3, metric), ...(group && { group }) }
  })
  return { ...(description && { description }), hparams: Object.fromEntries(infos), metrics }
}

function decodeDomain(info: Uint8Array): Pick<HParamInfo, 'values' | 'interval'> {
  for (const { number, value } of readFields(info)) {
    if (!(value instanceof Uint8Array)) continue
    if (number === 5) {
      const values = messagesAt(1, value).map(decodeValue)
      return { values: values.filter((known) => known !== undefined) }
    }
    if (number === 6) return { interval: [doubleAt(1, value), doubleAt(2, value)] }
  }
  return {}
}

/** Decodes a display name and the description in the next field. */
function decodeNames(number: number, message: Uint8Array): Pick<HParamInfo, 'displayName' | 'description'> {
  const displayName = textAt(number, message)
  const description = textAt(number + 1, message)
  return { ...(displayName && { displayName }), ...(description && { description }) }
}

function decodeSessionStart(message: Uint8Array): HParamsSession {
  const groupName = textAt(4, message)
  const hparams = messagesAt(1, message).flatMap((entry): [string, HParamValue][] => {
    const value = decodeValue(messageAt(2, entry))
    return value === undefined ? [] : [[textAt(1, entry) ?? '', value]]
  })
  return { hparams: Object.fromEntries(hparams), ...(groupName && { groupName }) }
}

function decodeValue(message: Uint8Array): HParamValue | undefined {
  for (const { number, value } of readFields(message)) {
    if (number === 2) return doubleAt(2, message)
    if (number === 3) return textAt(3, message)
    if (number === 4) return value === 1n
  }
  return undefined
}

/** Returns the last value of a field, the one that counts if the field is repeated. */
function last(number: number, message: Uint8Array): Field['value'] | undefined {
  return [...readFields(message)].findLast((field) => field.number === number)?.value
}

function messageAt(number: number, message: Uint8Array): Uint8Array {
  const value = last(number, message)
  return value instanceof Uint8Array ? value : new Uint8Array(0)
}

function messagesAt(number: number, message: Uint8Array): Uint8Array[] {
  return [...readFields(message)].flatMap((field) =>
    field.number === number && field.value instanceof Uint8Array ? [field.value] : [],
  )
}

function textAt(number: number, message: Uint8Array): string | undefined {
  const value = last(number, message)
  return value instanceof Uint8Array ? new TextDecoder().decode(value) : undefined
}

function doubleAt(number: number, message: Uint8Array): number {
  const value = messageAt(number, message)
  return value.length === 8 ? new DataView(value.buffer, value.byteOffset).getFloat64(0, true) : 0
}
