import { idxElements } from './idx-array.ts'
import type { IdxArray } from './idx-array.ts'

/**
 * Encodes an array as an IDX file, the inverse of {@link decodeIdx}. The class of `data` decides the element type.
 *
 * @param array An array with 1 to 255 sizes, each an integer in [0, 2³² − 1], and as many elements as their product
 * @returns The bytes of the file, not gzipped
 * @throws {RangeError} If the rank or a size of `shape` is out of range, or `shape` does not fit the length of `data`
 * @throws {TypeError} If IDX has no code for the type of `data`
 *
 * @example
 * encodeIdx({ shape: [2], data: new Uint8Array([5, 7]) }) // Uint8Array [0, 0, 8, 1, 0, 0, 0, 2, 5, 7]
 */
export function encodeIdx(array: IdxArray): Uint8Array {
  const { shape, data } = array
  const element = idxElements.find((known) => data instanceof known.array)
  if (!element) {
    throw new TypeError(
      '`data` has no IDX element type: expected a Uint8, Int8, Int16, Int32, Float32 or Float64Array, ' +
        `got ${Object.prototype.toString.call(data).slice(8, -1)}.`,
    )
  }
  checkShape(shape, data.length)
  const start = 4 + 4 * shape.length
  const bytes = new Uint8Array(start + data.byteLength)
  const view = new DataView(bytes.buffer)
  view.setUint8(2, element.code)
  view.setUint8(3, shape.length)
  shape.forEach((size, axis) => view.setUint32(4 + 4 * axis, size))
  if (data instanceof Uint8Array) {
    bytes.set(data, start)
  } else {
    data.forEach((value, index) => view[element.set](start + index * data.BYTES_PER_ELEMENT, value))
  }
  return bytes
}

function checkShape(shape: readonly number[], length: number): void {
  if (shape.length < 1 || shape.length > 255) {
    throw new RangeError(`\`shape\` has a rank that IDX cannot hold: expected 1 to 255, got ${shape.length}.`)
  }
  const badSize = shape.find((size) => size >>> 0 !== size)
  if (badSize !== undefined) {
    throw new RangeError(`\`shape\` has a bad size: expected integers from 0 to 2^32 - 1, got ${badSize}.`)
  }
  const product = shape.reduce((count, size) => count * BigInt(size), 1n)
  if (product !== BigInt(length)) {
    throw new RangeError(`\`data\` does not fill \`shape\`: expected ${product} elements, got ${length}.`)
  }
}
