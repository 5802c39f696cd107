/** The elements of an IDX file: one of six types. */
export type IdxData = Uint8Array | Int8Array | Int16Array | Int32Array | Float32Array | Float64Array

/** A dense array of an IDX file, row-major. */
export interface IdxArray<Data extends IdxData = IdxData> {
  /** Sizes, outermost first: `[60000, 28, 28]` for the MNIST training images. */
  readonly shape: readonly number[]
  /** The elements; their number is the product of `shape`. The class of the array is the element type. */
  readonly data: Data
}

/** An element type: its code in files, its array class, and its accessors of DataView. */
export interface IdxElement {
  readonly code: number
  readonly array: { new (length: number): IdxData; readonly BYTES_PER_ELEMENT: number }
  readonly get: 'getUint8' | 'getInt8' | 'getInt16' | 'getInt32' | 'getFloat32' | 'getFloat64'
  readonly set: 'setUint8' | 'setInt8' | 'setInt16' | 'setInt32' | 'setFloat32' | 'setFloat64'
}

/** The element types by their codes, byte 2 of a file. DataView's accessors are big-endian by default, as IDX is. */
export const idxElements: readonly IdxElement[] = [
  { code: 0x08, array: Uint8Array, get: 'getUint8', set: 'setUint8' },
  { code: 0x09, array: Int8Array, get: 'getInt8', set: 'setInt8' },
  { code: 0x0b, array: Int16Array, get: 'getInt16', set: 'setInt16' },
  { code: 0x0c, array: Int32Array, get: 'getInt32', set: 'setInt32' },
  { code: 0x0d, array: Float32Array, get: 'getFloat32', set: 'setFloat32' },
  { code: 0x0e, array: Float64Array, get: 'getFloat64', set: 'setFloat64' },
]
