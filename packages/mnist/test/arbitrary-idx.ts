import fc from 'fast-check'
import type { Arbitrary } from 'fast-check'
import type { IdxArray, IdxData } from '../src/idx/idx-array.ts'

/** IDX arrays of every element type and of ranks up to `maxRank`, 200 elements at most. */
export function arbitraryIdx({ maxRank = 255 }: { maxRank?: number } = {}): Arbitrary<IdxArray> {
  return arbitraryShape(maxRank).chain((shape) => {
    const length = shape.reduce((product, size) => product * size, 1)
    return arbitraryData({ minLength: length, maxLength: length }).map((data) => ({ shape, data }))
  })
}

/** Any rank, most sizes 1, so that the product stays small. */
function arbitraryShape(maxRank: number): Arbitrary<number[]> {
  return fc
    .tuple(fc.integer({ min: 1, max: maxRank }), fc.array(fc.tuple(fc.nat(), fc.nat(5)), { maxLength: 3 }))
    .map(([rank, sizes]) => {
      const shape = new Array<number>(rank).fill(1)
      for (const [axis, size] of sizes) shape[axis % rank] = size
      return shape
    })
}

function arbitraryData(length: { minLength: number; maxLength: number }): Arbitrary<IdxData> {
  return fc.oneof<Arbitrary<IdxData>[]>(
    fc.uint8Array(length),
    fc.int8Array(length),
    fc.int16Array(length),
    fc.int32Array(length),
    fc.float32Array(length),
    fc.float64Array(length),
  )
}
