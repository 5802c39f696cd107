import { messageField, packedFloatField, readFields, stringField, varintField } from './protobuf.ts'
import type { FieldWriter } from './protobuf.ts'

const FLOAT = 1 // DataType.DT_FLOAT
const SCALAR = 1 // DataClass.DATA_CLASS_SCALAR

/**
 * Returns the fields of a Summary.Value that TensorBoard's scalars dashboard shows: a rank-0 float32 tensor.
 *
 *     Summary.Value    tag = 1, simple_value = 2, tensor = 8, metadata = 9
 *     TensorProto      dtype = 1, tensor_shape = 2, tensor_content = 4, float_val = 5 (packed)
 *     SummaryMetadata  plugin_data = 1 { plugin_name = 1 }, data_class = 4
 */
export function tfScalarFields(tag: string, value: number): FieldWriter[] {
  const tensor = [varintField(1, FLOAT), messageField(2, []), packedFloatField(5, value)]
  const metadata = [messageField(1, [stringField(1, 'scalars')]), varintField(4, SCALAR)]
  return [stringField(1, tag), messageField(8, tensor), messageField(9, metadata)]
}

/** Decodes a Summary.Value with one float32, in a tensor or in the older `simple_value`; undefined for other values. */
export function decodeTfScalar(message: Uint8Array): [tag: string, value: number] | undefined {
  let tag = ''
  let float: Uint8Array | undefined
  for (const { number, value } of readFields(message)) {
    if (!(value instanceof Uint8Array)) continue
    if (number === 1) tag = new TextDecoder().decode(value)
    if (number === 2) float = value
    if (number === 8) float = floatOfTensor(value)
  }
  if (float?.length !== 4) return undefined
  return [tag, new DataView(float.buffer, float.byteOffset).getFloat32(0, true)]
}

function floatOfTensor(message: Uint8Array): Uint8Array | undefined {
  let dtype: bigint | Uint8Array = 0n
  let content: Uint8Array | undefined
  for (const { number, value } of readFields(message)) {
    if (number === 1) dtype = value
    if ((number === 4 || number === 5) && value instanceof Uint8Array) content = value
  }
  return dtype === BigInt(FLOAT) ? content : undefined
}
