import { IdxFormatError } from './idx-format-error.ts'
import type { IdxArray, IdxData } from './idx-array.ts'
import { readIdxHeader } from './read-idx-header.ts'

/**
 * Decodes an IDX file (the MNIST container) held in memory.
 *
 *     offset  size    field (big-endian)
 *     0       2       zero
 *     2       1       element type: 08 u8, 09 i8, 0B i16, 0C i32, 0D f32, 0E f64
 *     3       1       rank r, 1 to 255
 *     4       4·r     sizes, outermost first
 *     4+4r    ...     elements, row-major
 *
 * The length is checked before memory is allocated, so a damaged header cannot make the decoder allocate more memory than the
 * file has.
 *
 * @param bytes The whole file, already gunzipped; {@link readIdx} also accepts a gzip file
 * @returns The array. u8 `data` is a view on `bytes`; the other types are converted copies
 * @throws {IdxFormatError} If the header is not IDX, or the length differs from the declared one; the message contains the byte
 *   offset, the expected content and the actual content
 *
 * @example
 * const { shape, data } = decodeIdx(new Uint8Array([0, 0, 8, 1, 0, 0, 0, 2, 5, 7]))
 * // shape [2], data Uint8Array [5, 7]
 */
export function decodeIdx(bytes: Uint8Array): IdxArray {
  const { element, shape, start } = readIdxHeader(bytes)
  const count = checkLength(bytes.byteLength - start, start, shape, element.array.BYTES_PER_ELEMENT)
  if (element.array === Uint8Array) {
    return { shape, data: new Uint8Array(bytes.buffer, bytes.byteOffset + start, count) }
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const data: IdxData = new element.array(count)
  for (let index = 0, offset = start; index < count; index++, offset += data.BYTES_PER_ELEMENT) {
    data[index] = view[element.get](offset)
  }
  return { shape, data }
}

/** Checks that the length fits the header. @returns The number of elements */
function checkLength(
  received: number,
  start: number,
  shape: readonly number[],
  elementBytes: number,
): number {
  // BigInt, because the product of 255 sizes of up to 2³² − 1 exceeds any float.
  const count = shape.reduce((product, size) => product * BigInt(size), 1n)
  const expected = count * BigInt(elementBytes)
  const declared =
    `expected ${expected > Number.MAX_SAFE_INTEGER ? 'more than 2^53' : expected} bytes ` +
    `(${shape.slice(0, 8).join('×')}${shape.length > 8 ? '×…' : ''} elements of ${elementBytes}) from byte ${start}`
  if (received < expected) {
    throw new IdxFormatError(
      `IDX body is cut short at byte ${start + received}: ${declared}, got ${received}. Get the file again.`,
    )
  }
  if (received > expected) {
    throw new IdxFormatError(
      `IDX body has trailing bytes at byte ${BigInt(start) + expected}: ${declared}, got ${received}. ` +
        'The header or the file is damaged.',
    )
  }
  return Number(count)
}
