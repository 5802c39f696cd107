import { IdxFormatError } from './errors.ts'
import { isGzip } from './gunzip.ts'
import { idxElements } from './idx-array.ts'
import type { IdxArray, IdxData } from './idx-array.ts'

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
 * The length is checked before anything is allocated, so no header can ask for memory that the file does not fill.
 *
 * @param bytes The whole file, already gunzipped; {@link readIdx} also takes a gzip file
 * @returns The array. u8 `data` is a view on `bytes`; the other types are converted into memory of their own
 * @throws {IdxFormatError} If the header is not IDX, or the length is not what the header declares; the message
 *   names the byte offset, what was expected there and what came
 *
 * @example
 * const { shape, data } = decodeIdx(new Uint8Array([0, 0, 8, 1, 0, 0, 0, 2, 5, 7]))
 * // shape [2], data Uint8Array [5, 7]
 */
export function decodeIdx(bytes: Uint8Array): IdxArray {
  refuseOtherFormats(bytes)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const element = readElement(view)
  const shape = readShape(view)
  const start = 4 + 4 * shape.length
  const count = checkLength(bytes.byteLength - start, start, shape, element.array.BYTES_PER_ELEMENT)
  if (element.array === Uint8Array) {
    return { shape, data: new Uint8Array(bytes.buffer, bytes.byteOffset + start, count) }
  }
  const data: IdxData = new element.array(count)
  for (let index = 0, offset = start; index < count; index++, offset += data.BYTES_PER_ELEMENT) {
    data[index] = view[element.get](offset)
  }
  return { shape, data }
}

function refuseOtherFormats(bytes: Uint8Array): void {
  if (bytes.length === 0) {
    throw new IdxFormatError(
      'IDX file is empty: expected at least 8 bytes, got 0. Get the file again: the download probably failed.',
    )
  }
  if (bytes[0] === 0 && (bytes[1] ?? 0) === 0) return
  const hex = Array.from(bytes.subarray(0, 4), (byte) => byte.toString(16).padStart(2, '0')).join('')
  const wrong = 'IDX magic at byte 0 is wrong: expected 0x0000, got'
  if (isGzip(bytes)) {
    throw new IdxFormatError(
      `${wrong} 0x${hex} (${Number(`0x${hex}`)}): this is a gzip file. Use readIdx(), which gunzips, or gunzip it first.`,
    )
  }
  const text = new TextDecoder().decode(bytes.subarray(0, 64)).trimStart()
  if (text.startsWith('<')) {
    throw new IdxFormatError(
      `${wrong} "${text.slice(0, 15)}": this is a web page saved as a data file. ` +
        'Get the file again: the server answered with a page, often of an error.',
    )
  }
  throw new IdxFormatError(`${wrong} 0x${hex}. The file is not IDX, or it is damaged.`)
}

function readElement(view: DataView): (typeof idxElements)[number] {
  if (view.byteLength < 4) {
    throw new IdxFormatError(
      `IDX header is cut short at byte ${view.byteLength}: expected 4 bytes of magic, got ${view.byteLength}. ` +
        'Get the file again.',
    )
  }
  const code = view.getUint8(2)
  const element = idxElements.find((known) => known.code === code)
  if (!element) {
    throw new IdxFormatError(
      `IDX element type at byte 2 is unknown: expected 0x08, 0x09, 0x0b, 0x0c, 0x0d or 0x0e, ` +
        `got 0x${code.toString(16).padStart(2, '0')}. The file is not IDX, or it is damaged.`,
    )
  }
  return element
}

function readShape(view: DataView): number[] {
  const rank = view.getUint8(3)
  if (rank === 0) {
    throw new IdxFormatError(
      'IDX rank at byte 3 is wrong: expected 1 to 255, got 0. The file is not IDX, or it is damaged.',
    )
  }
  if (view.byteLength < 4 + 4 * rank) {
    throw new IdxFormatError(
      `IDX header is cut short at byte ${view.byteLength}: expected ${4 + 4 * rank} bytes for rank ${rank}, ` +
        `got ${view.byteLength}. Get the file again.`,
    )
  }
  return Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis))
}

/** @returns The number of elements, which the file is known to hold */
function checkLength(
  received: number,
  start: number,
  shape: readonly number[],
  elementBytes: number,
): number {
  // BigInt, for 255 sizes of up to 2³² - 1 exceed any float.
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
