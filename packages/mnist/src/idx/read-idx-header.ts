import { IdxFormatError } from './idx-format-error.ts'
import { idxElements } from './idx-array.ts'
import type { IdxElement } from './idx-array.ts'
import { isGzip } from './is-gzip.ts'

/** The header of an IDX file. */
export interface IdxHeader {
  readonly element: IdxElement
  readonly shape: readonly number[]
  /** The offset of the elements in bytes. */
  readonly start: number
}

/**
 * Reads the header of an IDX file.
 *
 * @throws {IdxFormatError} If the bytes do not start with a complete header
 */
export function readIdxHeader(bytes: Uint8Array): IdxHeader {
  rejectOtherFormats(bytes)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const element = readElement(view)
  const shape = readShape(view)
  return { element, shape, start: 4 + 4 * shape.length }
}

/**
 * Returns the size in bytes that the header at the start of a file declares; undefined while the header is incomplete.
 *
 * @throws {IdxFormatError} If these bytes cannot be the start of an IDX file
 */
export function declaredSize(beginning: Uint8Array): number | undefined {
  if (beginning.length < 4) return undefined
  const rank = beginning[3]!
  if (beginning[0] === 0 && beginning[1] === 0 && beginning.length < 4 + 4 * rank) return undefined
  const { element, shape, start } = readIdxHeader(beginning)
  return start + shape.reduce((product, size) => product * size, element.array.BYTES_PER_ELEMENT)
}

function rejectOtherFormats(bytes: Uint8Array): void {
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
        'Get the file again: the server sent a page, often an error page.',
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
