/** A tensor as plain data, row-major. */
export type TensorData = {
  /** The type of the elements. */
  readonly dtype: 'float32' | 'int32'
  /** The sizes, outermost first: `[5, 5, 1, 6]`; `[]` for a single number. */
  readonly shape: readonly number[]
  /** The elements: a `Float32Array` for float32, an `Int32Array` for int32. Their number is the product of `shape`. */
  readonly data: Float32Array | Int32Array
}

/**
 * Encodes named tensors as a safetensors file.
 *
 *     offset  size  field (little-endian)
 *     0       8     header length h, a multiple of 8
 *     8       h     JSON: a `__metadata__` object of strings, if any, then
 *                   { dtype, shape, data_offsets } by name; padded with spaces
 *     8+h     ...   the tensors' elements in the same order, without gaps
 *
 * Format: https://huggingface.co/docs/safetensors. Equal arguments give equal bytes.
 *
 * @param tensors Tensors by name, in the order of the file
 * @param metadata Strings by name
 * @throws {RangeError} If the length of a tensor's data does not match its shape, or a tensor is called `__metadata__`
 * @throws {TypeError} If the type of a tensor's data does not match its dtype
 *
 * @example
 * encodeSafetensors({ bias: { dtype: 'float32', shape: [2], data: new Float32Array(2) } }, { epoch: '3' })
 */
export function encodeSafetensors(
  tensors: Readonly<Record<string, TensorData>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  let end = 0
  const entries = Object.entries(tensors).map(([name, tensor]) => {
    checkTensor(name, tensor)
    const begin = end
    end += tensor.data.byteLength
    const dtype = tensor.dtype === 'float32' ? 'F32' : 'I32'
    return [name, { dtype, shape: tensor.shape, data_offsets: [begin, end] }]
  })
  const first = Object.keys(metadata).length > 0 ? [['__metadata__', metadata]] : []
  const json = JSON.stringify(Object.fromEntries([...first, ...entries]))
  const header = new TextEncoder().encode(json)
  const dataStart = 8 + Math.ceil(header.length / 8) * 8

  const file = new Uint8Array(dataStart + end).fill(0x20, 8, dataStart)
  new DataView(file.buffer).setBigUint64(0, BigInt(dataStart - 8), true)
  file.set(header, 8)
  let offset = dataStart
  for (const { data } of Object.values(tensors)) {
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), offset)
    offset += data.byteLength
  }
  return file
}

function checkTensor(name: string, { dtype, shape, data }: TensorData): void {
  if (name === '__metadata__') {
    throw new RangeError(
      'A tensor cannot be called "__metadata__", because safetensors uses that name for the metadata.',
    )
  }
  if (!(data instanceof (dtype === 'float32' ? Float32Array : Int32Array))) {
    throw new TypeError(
      `Tensor "${name}" of dtype ${dtype} has data of another type: ${data.constructor.name}.`,
    )
  }
  const expected = shape.reduce((product, size) => product * size, 1)
  if (data.length !== expected) {
    throw new RangeError(
      `Tensor "${name}" of shape [${shape.join(', ')}] must have ${expected} elements, got ${data.length}.`,
    )
  }
}
