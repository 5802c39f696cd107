import fc from 'fast-check'

const size = fc.integer({ min: 1, max: 5 })

/** Shapes of rank 0 to 5 without empty axes. */
export const shape: fc.Arbitrary<number[]> = fc.array(size, { maxLength: 5 })

/** Two shapes that broadcast to a third, each with ones at some places of it and possibly without its first axes. */
export const broadcastingShapes: fc.Arbitrary<[number[], number[]]> = fc
  .array(fc.tuple(size, fc.constantFrom('both', 'both', 'a', 'b')), { maxLength: 5 })
  .chain((axes) => {
    const a = axes.map(([size, kept]) => (kept === 'b' ? 1 : size))
    const b = axes.map(([size, kept]) => (kept === 'a' ? 1 : size))
    return fc.tuple(shorter(a), shorter(b))
  })

/** A shape, or what is left of it without some of the ones that it begins with. */
function shorter(shape: number[]): fc.Arbitrary<number[]> {
  const ones = shape.findIndex((size) => size !== 1)
  return fc.nat(ones === -1 ? shape.length : ones).map((count) => shape.slice(count))
}

/** A shape and some of its axes. */
export const shapeWithAxes: fc.Arbitrary<{ shape: number[]; axes: number[] }> = fc
  .array(size, { minLength: 1, maxLength: 5 })
  .chain((shape) => fc.record({ shape: fc.constant(shape), axes: fc.subarray(shape.map((_, axis) => axis)) }))

/** A shape of rank 1 or more and one of its axes. */
export const shapeWithAxis: fc.Arbitrary<{ shape: number[]; axis: number }> = fc
  .array(size, { minLength: 1, maxLength: 5 })
  .chain((shape) => fc.record({ shape: fc.constant(shape), axis: fc.nat(shape.length - 1) }))
