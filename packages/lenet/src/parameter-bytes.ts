import type { Variable } from '@tensorflow/tfjs-core'

/**
 * Returns the bytes of a model's parameters: float32, little-endian, the variables in canonical order, each row-major. Equal
 * bytes mean equal weights, so their hash identifies the result of a training run.
 *
 * @param model A `LeNet5`, or any object with named variables, in the order of the record
 * @returns A copy, 4 bytes per parameter: 177,704 bytes for the default LeNet-5
 *
 * @example
 * createHash('sha256').update(parameterBytes(model)).digest('hex')
 */
export function parameterBytes(model: {
  readonly variables: Readonly<Record<string, Variable>>
}): Uint8Array {
  const arrays = Object.values(model.variables).map((variable) => variable.dataSync<'float32'>())
  const bytes = new Uint8Array(arrays.reduce((sum, { byteLength }) => sum + byteLength, 0))
  let offset = 0
  for (const { buffer, byteOffset, byteLength } of arrays) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), offset)
    offset += byteLength
  }
  return bytes
}
