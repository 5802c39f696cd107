import fc from 'fast-check'
import type { FuzzedType, KernelCall, Specs, TensorSpec } from './kernel-call.ts'

/** An odd detail of a call. `at` picks the place, modulo the number of places. */
type Spoiler =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'attribute' | 'dimension' | 'value'
      readonly at: number
      readonly value: number | undefined
    }
  | { readonly kind: 'rank'; readonly at: number; readonly longer: boolean }
  | { readonly kind: 'dtype'; readonly at: number; readonly dtype: FuzzedType }
  | { readonly kind: 'fewer values'; readonly at: number; readonly size: number }
  | { readonly kind: 'missing input'; readonly at: number }

const oddNumbers: fc.Arbitrary<number | undefined> = fc.constantFrom(
  ...[-1, -2, -7, 0, 1, 2, 3, 9, 0.5, -0.5, 1.5, 93.6, NaN, Infinity, 2 ** 40, undefined],
)

const spoiler: fc.Arbitrary<Spoiler> = fc.oneof(
  { weight: 8, arbitrary: fc.constant<Spoiler>({ kind: 'none' }) },
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('attribute'), at: fc.nat(99), value: oddNumbers }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('dimension'), at: fc.nat(99), value: fc.nat(9) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('value'), at: fc.nat(999), value: oddNumbers }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('rank'), at: fc.nat(9), longer: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('dtype'),
      at: fc.nat(9),
      dtype: fc.constantFrom<FuzzedType>('float32', 'int32', 'bool'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('fewer values'), at: fc.nat(9), size: fc.nat(5) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('missing input'), at: fc.nat(9) }) },
) as fc.Arbitrary<Spoiler>

/** The given calls, half of them with an odd detail. */
export function withSpoiled(calls: fc.Arbitrary<KernelCall>): fc.Arbitrary<KernelCall> {
  return fc.tuple(calls, spoiler).map(([call, spoiler]) => spoil(call, spoiler))
}

function spoil({ inputs, attrs }: KernelCall, spoiler: Spoiler): KernelCall {
  if (spoiler.kind === 'none') return { inputs, attrs }
  if (spoiler.kind === 'attribute') {
    const odd = withOddNumber(attrs, spoiler.at, spoiler.value)
    return { inputs, attrs: hangsCpu(odd) ? attrs : odd }
  }
  const names = Object.keys(inputs)
  if (names.length === 0) return { inputs, attrs }
  const name = names[spoiler.at % names.length]
  if (spoiler.kind === 'missing input') return { inputs: without(inputs, name), attrs }
  const spoiled = spoilTensor(
    (inputs as Record<string, TensorSpec>)[name],
    spoiler,
    Math.floor(spoiler.at / names.length),
  )
  const all = Array.isArray(inputs) ? inputs.with(Number(name), spoiled) : { ...inputs, [name]: spoiled }
  return { inputs: all as Specs, attrs }
}

/** Whether the stock kernels would loop forever, or for minutes. */
function hangsCpu({ strides = 1, filterSize = 1, numSegments = 1, pad = 0 }: KernelCall['attrs']): boolean {
  const isVolume = [strides].flat().length === 3
  return (
    [strides].flat().includes(0) ||
    [filterSize, numSegments].flat().some((size) => (size as number) > 1e6) ||
    (isVolume && (pad as number) > 9)
  )
}

function without(inputs: Specs, name: string): Specs {
  if (Array.isArray(inputs)) return (inputs as readonly TensorSpec[]).toSpliced(Number(name), 1)
  return Object.fromEntries(Object.entries(inputs).filter(([other]) => other !== name))
}

function spoilTensor(tensor: TensorSpec, spoiler: Spoiler, at: number): TensorSpec {
  const { shape } = tensor
  switch (spoiler.kind) {
    case 'dimension': {
      const size = spoiler.value as number
      return shape.length === 0 ? tensor : { ...tensor, shape: shape.with(at % shape.length, size) }
    }
    case 'value':
      return { ...tensor, spoiled: { at, value: spoiler.value ?? 0 } }
    case 'rank':
      return { ...tensor, shape: spoiler.longer ? [...shape, 1] : shape.slice(1) }
    case 'dtype':
      return { ...tensor, dtype: spoiler.dtype }
    case 'fewer values':
      return { ...tensor, size: spoiler.size }
    default:
      return tensor
  }
}

/** Replaces one number of the attributes, at any depth. */
function withOddNumber(
  attrs: KernelCall['attrs'],
  at: number,
  value: number | undefined,
): Readonly<Record<string, unknown>> {
  const numbers = countNumbers(attrs)
  if (numbers === 0) return attrs
  let left = at % numbers
  const replace = (attribute: unknown): unknown => {
    if (typeof attribute === 'number') return left-- === 0 ? value : attribute
    if (Array.isArray(attribute)) return attribute.map(replace)
    return attribute
  }
  return Object.fromEntries(Object.entries(attrs).map(([name, attribute]) => [name, replace(attribute)]))
}

function countNumbers(attrs: object): number {
  const numbers = (attribute: unknown): number => {
    if (typeof attribute === 'number') return 1
    return Array.isArray(attribute) ? attribute.reduce((sum: number, each) => sum + numbers(each), 0) : 0
  }
  return Object.values(attrs).reduce((sum: number, attribute) => sum + numbers(attribute), 0)
}
