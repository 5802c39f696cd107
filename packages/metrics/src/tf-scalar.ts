import { bytesField, concat, readFields, stringField, varintField } from './protobuf.ts'

const FLOAT = 1 // DataType.DT_FLOAT
const SCALAR = 1 // DataClass.DATA_CLASS_SCALAR

/**
 * Encodes a Summary.Value that TensorBoard's scalars dashboard shows: a rank-0 float32 tensor.
 *
 *     Summary.Value    tag = 1, simple_value = 2, tensor = 8, metadata = 9
 *     TensorProto      dtype = 1, tensor_shape = 2, tensor_content = 4, float_val = 5 (packed)
 *     SummaryMetadata  plugin_data = 1 { plugin_name = 1 }, data_class = 4
 */
export function encodeTfScalar(tag: string, value: number): Uint8Array {
  const shape = new Uint8Array(0)
  const tensor = concat([varintField(1, FLOAT), bytesField(2, shape), bytesField(5, float32(value))])
  const metadata = concat([bytesField(1, stringField(1, 'scalars')), varintField(4, SCALAR)])
  return concat([stringField(1, tag), bytesField(8, tensor), bytesField(9, metadata)])
}

/** Decodes a Summary.Value that is one float32, in a tensor or the older `simple_value`; others are undefined. */
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

function float32(value: number): Uint8Array {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setFloat32(0, value, true)
  return bytes
}
