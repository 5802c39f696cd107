import fc from 'fast-check'
import { categorical } from '../src/parameters/categorical.ts'
import { constant } from '../src/parameters/constant.ts'
import { float } from '../src/parameters/float.ts'
import { gridValues } from '../src/parameters/grid-values.ts'
import { int } from '../src/parameters/int.ts'
import { normal } from '../src/parameters/normal.ts'
import type { Parameter, UnconditionalParameter, Value } from '../src/parameters/parameter.ts'
import type { Space } from '../src/parameters/space.ts'
import { when } from '../src/parameters/when.ts'

const choice = fc.oneof(
  fc.string({ maxLength: 3 }),
  fc.integer({ min: -9, max: 9 }),
  fc.boolean(),
  fc.constant(null),
)

const arbitraryCategorical: fc.Arbitrary<UnconditionalParameter> = fc
  .uniqueArray(choice, { minLength: 1, maxLength: 3 })
  .map((choices) => categorical(choices))

const arbitraryInt: fc.Arbitrary<UnconditionalParameter> = fc
  .record({ low: fc.integer({ min: 1, max: 9 }), span: fc.nat(4), log: fc.boolean(), step: fc.nat(3) })
  .map(({ low, span, log, step }) =>
    int(low, low + span, { log, step: log ? 1 : Math.max(1, Math.min(step, span)) }),
  )

const arbitraryFloat: fc.Arbitrary<UnconditionalParameter> = fc
  .record({ low: fc.integer({ min: 1, max: 99 }), span: fc.integer({ min: 1, max: 99 }), kind: fc.nat(2) })
  .map(({ low, span, kind }) =>
    float(low / 100, (low + span) / 100, kind === 0 ? {} : kind === 1 ? { log: true } : { step: span / 300 }),
  )

const arbitraryNormal: fc.Arbitrary<UnconditionalParameter> = fc
  .record({
    mean: fc.integer({ min: -3, max: 3 }),
    log: fc.boolean(),
    step: fc.constantFrom(undefined, 0.1, 2),
  })
  .map(({ mean, log, step }) => normal(mean, 1.5, { log, step }))

/** Parameters of every kind; those with finitely many values have few. */
export const arbitraryParameter: fc.Arbitrary<UnconditionalParameter> = fc.oneof(
  arbitraryCategorical,
  arbitraryInt,
  arbitraryFloat,
  arbitraryNormal,
  choice.map((value) => constant(value)),
)

/** Spaces of one to four parameters, some of which exist only if an earlier parameter has certain values. */
export const arbitrarySpace: fc.Arbitrary<Space> = fc
  .array(fc.record({ parameter: arbitraryParameter, on: fc.option(fc.nat(9)), values: fc.nat(9) }), {
    minLength: 1,
    maxLength: 4,
  })
  .map((list) =>
    list.reduce<Record<string, Parameter>>((space, { parameter, on, values }, index) => {
      const conditional = on !== null && index > 0
      const name = `p${(on ?? 0) % Math.max(index, 1)}`
      const allowed = conditional ? someValues(space[name], values) : []
      return { ...space, [`p${index}`]: conditional ? when({ [name]: allowed }, parameter) : parameter }
    }, {}),
  )

function someValues(parameter: Parameter, seed: number): readonly Value[] {
  const values = gridValues(parameter.kind === 'conditional' ? parameter.parameter : parameter, 3)
  return values.slice(0, 1 + (seed % values.length))
}
