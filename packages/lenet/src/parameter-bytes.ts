import type { Variable } from '@tensorflow/tfjs-core'

/**
 * A model's parameters as one string of bytes: float32, little-endian, variable after variable in canonical order,
 * each row-major. Equal bytes mean equal weights, so their hash names a training result.
 *
 * @param model A `LeNet5`, or anything with named variables; they are read in the record's order
 * @returns A copy, 4 bytes a parameter: 177,704 for the default LeNet-5
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
