import fc from 'fast-check'

const size = fc.integer({ min: 1, max: 5 })

/** Random shapes of rank 0 to 5 without empty axes. */
export const shape: fc.Arbitrary<number[]> = fc.array(size, { maxLength: 5 })

/** Two random shapes that broadcast to a third: each has ones in place of some sizes, and may lack the first axes. */
export const broadcastingShapes: fc.Arbitrary<[number[], number[]]> = fc
  .array(fc.tuple(size, fc.constantFrom('both', 'both', 'a', 'b')), { maxLength: 5 })
  .chain((axes) => {
    const a = axes.map(([size, owner]) => (owner === 'b' ? 1 : size))
    const b = axes.map(([size, owner]) => (owner === 'a' ? 1 : size))
    return fc.tuple(withoutOnes(a), withoutOnes(b))
  })

/** Removes some of the leading ones of a shape. */
function withoutOnes(shape: number[]): fc.Arbitrary<number[]> {
  const ones = shape.findIndex((size) => size !== 1)
  return fc.nat(ones === -1 ? shape.length : ones).map((count) => shape.slice(count))
}

/** A random shape and some of its axes. */
export const shapeWithAxes: fc.Arbitrary<{ shape: number[]; axes: number[] }> = fc
  .array(size, { minLength: 1, maxLength: 5 })
  .chain((shape) => fc.record({ shape: fc.constant(shape), axes: fc.subarray(shape.map((_, axis) => axis)) }))

/** A random shape of rank 1 to 5 and one of its axes. */
export const shapeWithAxis: fc.Arbitrary<{ shape: number[]; axis: number }> = fc
  .array(size, { minLength: 1, maxLength: 5 })
  .chain((shape) => fc.record({ shape: fc.constant(shape), axis: fc.nat(shape.length - 1) }))
