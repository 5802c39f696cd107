import fc from 'fast-check'
import type { MetricsRecord } from '../src/record/metrics-record.ts'

/** Any metrics record, NaN and infinities included, but no −0, which text formats write as 0. */
export function arbitraryRecord(): fc.Arbitrary<MetricsRecord> {
  const name = fc
    .oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('learningRate', 'a,b', '"', '__proto__', '7'))
    .filter((text) => /^[^/\p{Cc}]+$/u.test(text) && !['step', 'epoch', 'train', 'test'].includes(text))
  const group = fc.dictionary(name, number(), { maxKeys: 4, noNullPrototype: true })
  return fc
    .record({ step: fc.nat(), epoch: fc.nat(), train: group, test: group }, { requiredKeys: ['step'] })
    .chain((known) =>
      fc
        .dictionary(name, fc.oneof(number(), group), { maxKeys: 4, noNullPrototype: true })
        .map((others) => ({ ...known, ...others })),
    )
}

function number(): fc.Arbitrary<number> {
  return fc
    .oneof(fc.double(), fc.constantFrom(NaN, Infinity, -Infinity))
    .map((value) => (value === 0 ? 0 : value))
}
