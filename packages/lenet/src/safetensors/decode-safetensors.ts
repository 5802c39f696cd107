import type { TensorData } from './encode-safetensors.ts'

/** The error thrown when bytes are not the expected safetensors file. */
export class SafetensorsError extends Error {
  override readonly name = 'SafetensorsError'
}

/** The limit of the reference implementation, in bytes. */
const longestHeader = 100_000_000

/**
 * Decodes a safetensors file. `encodeSafetensors` documents the format.
 *
 * It is strict, as the reference implementation is: the tensors fill the data section exactly, without gaps, overlaps or
 * trailing bytes. It supports only the dtypes F32 and I32.
 *
 * @param bytes The content of the file, at any alignment
 * @returns Copies of the tensors in the order of the header, and the metadata, empty if there is none. Names that are
 *   integers come first, as in every JavaScript object
 * @throws {SafetensorsError} If the bytes are not such a file
 */
export function decodeSafetensors(bytes: Uint8Array): {
  tensors: Record<string, TensorData>
  metadata: Record<string, string>
} {
  const headerLength = readHeaderLength(bytes)
  const dataStart = 8 + headerLength
  const { __metadata__, ...entries } = parseHeader(bytes.subarray(8, dataStart))
  const metadata = parseMetadata(__metadata__)
  const placed = Object.entries(entries).map(([name, entry]) => parseEntry(name, entry))
  checkPlaces(placed, dataStart, bytes.length)
  const tensors = placed.map(({ name, dtype, shape, begin, end }) => {
    const { buffer } = new Uint8Array(bytes.subarray(dataStart + begin, dataStart + end))
    return [
      name,
      dtype === 'F32'
        ? { dtype: 'float32', shape, data: new Float32Array(buffer) }
        : { dtype: 'int32', shape, data: new Int32Array(buffer) },
    ]
  })
  return { tensors: Object.fromEntries(tensors), metadata }
}

function readHeaderLength(bytes: Uint8Array): number {
  if (bytes.length < 8) {
    throw new SafetensorsError(
      `Safetensors file ends at byte ${bytes.length}, expected 8 bytes of header length: it is truncated.`,
    )
  }
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true)
  if (length > longestHeader) {
    throw new SafetensorsError(
      `Safetensors header length at byte 0 is ${length}, expected at most ${longestHeader}: ` +
        'this is probably not a safetensors file.',
    )
  }
  if (8n + length > bytes.length) {
    throw new SafetensorsError(
      `Safetensors file ends at byte ${bytes.length}, expected a header up to byte ${8n + length}: it is truncated.`,
    )
  }
  return Number(length)
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  const where = `Safetensors header at bytes 8 to ${8 + bytes.length}`
  let text: string
  let header: unknown
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    header = JSON.parse(text)
  } catch (cause) {
    throw new SafetensorsError(`${where} is not JSON in UTF-8.`, { cause })
  }
  if (!isObject(header)) throw new SafetensorsError(`${where} is not a JSON object.`)
  if (outerKeys(text).filter((key) => key === '__metadata__').length > 1) {
    throw new SafetensorsError(`${where} has \`__metadata__\` more than once.`)
  }
  return header
}

/** Returns the keys of a JSON object, with repeated keys, but without the keys of nested objects. */
function outerKeys(json: string): string[] {
  const keys: string[] = []
  let depth = 0
  for (const [token, text, colon] of json.matchAll(/("(?:[^"\\]|\\.)*")(\s*:)?|[{}[\]]/gs)) {
    if (text === undefined) depth += token === '{' || token === '[' ? 1 : -1
    else if (depth === 1 && colon !== undefined) keys.push(JSON.parse(text) as string)
  }
  return keys
}

function parseMetadata(metadata: unknown = {}): Record<string, string> {
  if (!isObject(metadata) || Object.values(metadata).some((value) => typeof value !== 'string')) {
    throw new SafetensorsError('Safetensors `__metadata__` is not an object of strings.')
  }
  return metadata as Record<string, string>
}

interface PlacedTensor {
  readonly name: string
  readonly dtype: string
  readonly shape: readonly number[]
  readonly begin: number
  readonly end: number
}

function parseEntry(name: string, entry: unknown): PlacedTensor {
  const { dtype, shape, data_offsets: offsets } = isObject(entry) ? entry : {}
  const isSizes = (value: unknown): value is number[] =>
    Array.isArray(value) &&
    value.every((size) => Number.isSafeInteger(size) && size >= 0 && !Object.is(size, -0))
  if (typeof dtype !== 'string' || !isSizes(shape) || !isSizes(offsets) || offsets.length !== 2) {
    throw new SafetensorsError(
      `Safetensors tensor "${name}" is not described by a dtype, a shape and two data_offsets.`,
    )
  }
  if (dtype !== 'F32' && dtype !== 'I32') {
    throw new SafetensorsError(`Safetensors tensor "${name}" has dtype ${dtype}, expected F32 or I32.`)
  }
  const [begin, end] = offsets
  let size = 4
  for (const length of shape) {
    size *= length
    if (Number.isSafeInteger(size)) continue
    throw new SafetensorsError(
      `Safetensors tensor "${name}" has shape [${shape.join(', ')}], which no file can hold.`,
    )
  }
  if (end - begin !== size) {
    throw new SafetensorsError(
      `Safetensors tensor "${name}" has data_offsets ${begin} to ${end}, ` +
        `expected ${size} bytes for shape [${shape.join(', ')}].`,
    )
  }
  return { name, dtype, shape, begin, end }
}

function checkPlaces(tensors: readonly PlacedTensor[], dataStart: number, fileEnd: number): void {
  let end = dataStart
  for (const tensor of tensors.toSorted((a, b) => a.begin - b.begin || a.end - b.end)) {
    const begin = dataStart + tensor.begin
    if (begin !== end) {
      throw new SafetensorsError(
        `Safetensors tensor "${tensor.name}" begins at byte ${begin}, expected byte ${end}: ` +
          `there is ${begin > end ? 'a gap before it' : 'an overlap with another tensor'}.`,
      )
    }
    end = dataStart + tensor.end
  }
  if (end !== fileEnd) {
    throw new SafetensorsError(
      `Safetensors file ends at byte ${fileEnd}, expected byte ${end}: ` +
        `it ${fileEnd < end ? 'is truncated' : 'has trailing bytes'}.`,
    )
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
