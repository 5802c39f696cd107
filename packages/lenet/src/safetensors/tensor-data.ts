/** A tensor held in memory, row-major. */
export type TensorData = {
  readonly dtype: 'float32' | 'int32'
  /** Sizes, outermost first: `[5, 5, 1, 6]`; `[]` for a single number. */
  readonly shape: readonly number[]
  /** The elements, `shape`'s product of them: a `Float32Array` for float32, an `Int32Array` for int32. */
  readonly data: Float32Array | Int32Array
}
