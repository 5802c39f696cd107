import fc from 'fast-check'

export type FuzzedType = 'float32' | 'int32' | 'bool'

/** The kind of values in a tensor: any from −1 to 1, a few different values, or values with NaN, infinities and zeros. */
export type Flavor = 'plain' | 'ties' | 'special'

/** The description of a tensor, short enough to be printed. */
export interface TensorSpec {
  readonly shape: readonly number[]
  readonly dtype: FuzzedType
  readonly flavor: Flavor
  readonly seed: number
  /** The values are integers from 0 to `below` − 1. */
  readonly below?: number
  /** The values, if they are given. */
  readonly values?: Values | undefined
  /** The number of values, if it does not fit the shape. */
  readonly size?: number
  /** A value that is replaced: its index, modulo the number of values, and the new value. */
  readonly spoiled?: { readonly at: number; readonly value: number }
}

export type Specs = Readonly<Record<string, TensorSpec>> | readonly TensorSpec[]

/** The arguments of a call. */
export interface KernelCall {
  readonly inputs: Specs
  readonly attrs: Readonly<Record<string, unknown>>
}

export type Values = Float32Array | Int32Array | Uint8Array

const arrays = { float32: Float32Array, int32: Int32Array, bool: Uint8Array }

const specials = [NaN, Infinity, -Infinity, 0, -0, 1, -1, 0.5, -0.5, 1.5, 2.5, 1e-40, -1e-40]

const specialIntegers = [0, 1, -1, 2 ** 31 - 1, -(2 ** 31), 2 ** 24 + 1]

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1)
}

/** The values of a tensor, which depend on its description alone. */
export function valuesOf({
  shape,
  dtype,
  flavor,
  seed,
  below,
  values: given,
  size,
  spoiled,
}: TensorSpec): Values {
  if (given) return given.slice()
  let state = (seed ^ 0x9e3779b9) >>> 0
  const random = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
  const pick = (list: readonly number[]): number => list[Math.floor(random() * list.length)]
  const one = (): number => {
    if (below !== undefined) return Math.floor(random() * below)
    if (dtype === 'bool') return random() < 0.5 ? 0 : 1
    if (flavor === 'special' && random() < 0.3) return pick(dtype === 'int32' ? specialIntegers : specials)
    if (dtype === 'int32') return Math.floor(random() * 7) - 3
    return flavor === 'ties' ? Math.floor(random() * 5) / 2 - 1 : random() * 2 - 1
  }
  const values = new arrays[dtype](size ?? sizeOf(shape)).map(one)
  if (spoiled && values.length > 0) {
    values[spoiled.at % values.length] = dtype === 'bool' ? Number(spoiled.value > 0) : spoiled.value
  }
  return values
}

export const anyFlavor: fc.Arbitrary<Flavor> = fc.constantFrom('plain', 'plain', 'ties', 'special')

interface TensorOptions {
  readonly dtype?: FuzzedType
  readonly flavor?: fc.Arbitrary<Flavor>
  readonly below?: number
}

/** A tensor of this shape. */
export function tensor(
  shape: readonly number[],
  { dtype = 'float32', flavor = anyFlavor, below }: TensorOptions = {},
): fc.Arbitrary<TensorSpec> {
  const placed = below === undefined ? {} : { below }
  return fc.record({ flavor, seed: fc.nat(10_000) }).map((values) => ({ shape, dtype, ...values, ...placed }))
}

/** Tensors of these shapes, by name. */
export function tensors(
  shapes: Readonly<Record<string, readonly number[]>>,
  options: TensorOptions = {},
): fc.Arbitrary<Record<string, TensorSpec>> {
  return fc.record(
    Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, tensor(shape, options)])),
  )
}

export const anyType: fc.Arbitrary<FuzzedType> = fc.constantFrom('float32', 'float32', 'int32', 'bool')

/** The size of a dimension: rarely 0, and sometimes larger than a vector or a block. */
export const dimension: fc.Arbitrary<number> = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: 1, max: 6 }) },
  { weight: 2, arbitrary: fc.integer({ min: 7, max: 40 }) },
  { weight: 1, arbitrary: fc.constant(0) },
)

/** Shapes of any rank from `least` to 5. */
export function shapes(least = 0): fc.Arbitrary<number[]> {
  return fc.array(dimension, { minLength: least, maxLength: 5 }).filter((shape) => sizeOf(shape) <= 20_000)
}

/** Two shapes that broadcast. */
export const broadcastingShapes: fc.Arbitrary<[number[], number[]]> = fc
  .tuple(
    fc
      .array(fc.tuple(dimension, fc.constantFrom('both', 'both', 'a', 'b')), { maxLength: 5 })
      .filter((axes) => sizeOf(axes.map(([size]) => size)) <= 20_000),
    fc.nat(3),
    fc.nat(3),
  )
  .map(([axes, shorterA, shorterB]) => [
    axes.map(([size, kept]) => (kept === 'b' ? 1 : size)).slice(shorterB === 0 ? shorterA : 0),
    axes.map(([size, kept]) => (kept === 'a' ? 1 : size)).slice(shorterA === 0 ? shorterB : 0),
  ])

/** An axis of a shape, counted from the start or the end. */
export function axisOf({ length }: readonly number[]): fc.Arbitrary<number> {
  return length === 0 ? fc.constant(0) : fc.integer({ min: -length, max: length - 1 })
}

/** Some axes of a shape, in any order. */
export function axesOf(shape: readonly number[]): fc.Arbitrary<number[]> {
  return fc.shuffledSubarray(shape.map((_, axis) => axis))
}
