import { HPARAM_TYPES, HPARAMS_STATUSES } from './hparams.ts'
import type { HParamInfo, HParamsMetric, HParamValue, TfHParams } from './hparams.ts'
import { doubleField, messageField, stringField, varintField } from './protobuf.ts'
import type { FieldWriter } from './protobuf.ts'

/** The dashboard only reads metadata, but a summary needs a tensor: dtype = DT_FLOAT, tensor_shape { dim { size = 0 } }. */
const NULL_TENSOR = [varintField(1, 1), messageField(2, [messageField(2, [])])]

/**
 * Returns the fields of a Summary.Value that TensorBoard's hparams dashboard reads.
 *
 *     Summary.Value      tag = 1, tensor = 8, metadata = 9 { plugin_data = 1 { plugin_name = 1, content = 2 } }
 *     HParamsPluginData  version = 1, experiment = 2, session_start_info = 3, session_end_info = 4
 *     SessionStartInfo   hparams = 1 (a map), group_name = 4, start_time_secs = 5
 *     SessionEndInfo     status = 1, end_time_secs = 2
 *     Experiment         description = 1, time_created_secs = 3, hparam_infos = 4, metric_infos = 5
 *     HParamInfo         name = 1, display_name = 2, description = 3, type = 4, domain_discrete = 5 { values = 1 },
 *                        domain_interval = 6 { min_value = 1, max_value = 2 }
 *     MetricInfo         name = 1 { group = 1, tag = 2 }, display_name = 3, description = 4
 *     Value              number_value = 2, string_value = 3, bool_value = 4
 *
 * Field numbers: tensorboard/plugins/hparams/{plugin_data,api}.proto, google/protobuf/struct.proto.
 *
 * @param wallTime The time at which the run started or ended, or the experiment was created, in seconds since 1970
 * @throws {RangeError} If a number is not finite, a type is not one of the three, or a domain does not fit its type
 */
export function tfHParamsFields(hparams: TfHParams, wallTime: number): FieldWriter[] {
  if ('experiment' in hparams) {
    const { description, hparams: infos, metrics } = hparams.experiment
    const experiment = [
      ...optionalString(1, description),
      doubleField(3, wallTime),
      ...Object.entries(infos).map(([name, info]) => messageField(4, infoFields(name, info))),
      ...metrics.map((metric) => messageField(5, metricFields(metric))),
    ]
    return summaryFields('_hparams_/experiment', messageField(2, experiment))
  }
  if ('sessionStart' in hparams) {
    const { hparams: values, groupName } = hparams.sessionStart
    const start = [
      ...Object.entries(values).map(([name, value]) =>
        messageField(1, [stringField(1, name), messageField(2, [valueField(name, value)])]),
      ),
      ...optionalString(4, groupName),
      doubleField(5, wallTime),
    ]
    return summaryFields('_hparams_/session_start_info', messageField(3, start))
  }
  const end = [varintField(1, HPARAMS_STATUSES.indexOf(hparams.sessionEnd.status)), doubleField(2, wallTime)]
  return summaryFields('_hparams_/session_end_info', messageField(4, end))
}

function summaryFields(tag: string, content: FieldWriter): FieldWriter[] {
  const pluginData = [stringField(1, 'hparams'), messageField(2, [content])]
  return [stringField(1, tag), messageField(8, NULL_TENSOR), messageField(9, [messageField(1, pluginData)])]
}

function infoFields(name: string, info: HParamInfo): FieldWriter[] {
  const { type, values, interval, displayName, description } = info
  requireDomain(name, info)
  const fields = [
    stringField(1, name),
    ...optionalString(2, displayName),
    ...optionalString(3, description),
    varintField(4, HPARAM_TYPES.indexOf(type)),
  ]
  if (values) {
    const discrete = values.map((value) => messageField(1, [valueField(name, value)]))
    fields.push(messageField(5, discrete))
  } else if (interval) {
    fields.push(messageField(6, [doubleField(1, interval[0]), doubleField(2, interval[1])]))
  }
  return fields
}

function requireDomain(name: string, { type, values, interval }: HParamInfo): void {
  if (type === undefined || !HPARAM_TYPES.includes(type)) {
    throw new RangeError(`Type of \`${name}\` must be string, number or boolean, got ${type}.`)
  }
  const mistyped = values?.find((value) => typeof value !== type)
  if (mistyped !== undefined) {
    throw new RangeError(
      `\`values\` of \`${name}\` must be of type ${type}, got ${JSON.stringify(mistyped)}.`,
    )
  }
  if (interval && (values || type !== 'number')) {
    throw new RangeError(
      `\`interval\` of \`${name}\` is for numbers without \`values\`: leave out one of them.`,
    )
  }
  if (interval && !(interval.every(Number.isFinite) && interval[0] <= interval[1])) {
    throw new RangeError(
      `\`interval\` of \`${name}\` must be two finite numbers, smallest first, got ${interval.join(' to ')}.`,
    )
  }
}

function metricFields({ tag, displayName, description, group }: HParamsMetric): FieldWriter[] {
  const name = [...optionalString(1, group), stringField(2, tag)]
  return [messageField(1, name), ...optionalString(3, displayName), ...optionalString(4, description)]
}

function valueField(name: string, value: HParamValue): FieldWriter {
  if (typeof value === 'string') return stringField(3, value)
  if (typeof value === 'boolean') return varintField(4, Number(value))
  // The dashboard receives the values as JSON. One NaN would hide all runs.
  if (Number.isFinite(value)) return doubleField(2, value)
  throw new RangeError(
    `Hyperparameter \`${name}\` must be a finite number, a string or a boolean, got ${value}.`,
  )
}

function optionalString(number: number, value: string | undefined): FieldWriter[] {
  return value ? [stringField(number, value)] : []
}
