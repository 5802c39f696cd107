import fc from 'fast-check'
import type { UnconditionalParameter, Value } from '../src/parameters/parameter.ts'
import { quantile } from '../src/parameters/quantile.ts'
import { fillSpace } from '../src/parameters/space.ts'
import type { Space } from '../src/parameters/space.ts'
import type { Observation } from '../src/study/observation.ts'
import { reportsOf } from '../src/study/reports.ts'

const real = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true })

/** Any unconditional parameter, including those with a single value. */
export function arbitraryParameter(): fc.Arbitrary<UnconditionalParameter> {
  const value = fc.constantFrom<Value>('a', 'b', 0, 1, true, false, null)
  return fc.oneof(
    value.map((value) => ({ kind: 'constant' as const, value })),
    fc
      .uniqueArray(value, { minLength: 1, maxLength: 4 })
      .map((choices) => ({ kind: 'categorical' as const, choices })),
    fc.tuple(real(0.1, 1), real(0.1, 1)).map(([a, b]) => ({
      kind: 'categorical' as const,
      choices: ['x', 'y'],
      probabilities: [a / (a + b), b / (a + b)],
    })),
    fc
      .tuple(real(-100, 100), real(0, 100))
      .map(([low, width]) => ({ kind: 'float' as const, low, high: low + width, log: false })),
    fc
      .tuple(real(1e-6, 10), real(1, 1e6))
      .map(([low, ratio]) => ({ kind: 'float' as const, low, high: low * ratio, log: true })),
    fc
      .tuple(fc.constantFrom(-1, 0, 0.3), fc.constantFrom(0.1, 0.25, 3), fc.nat(20), real(0, 0.9))
      .map(([low, step, count, rest]) => ({
        kind: 'float' as const,
        low,
        high: low + (count + rest) * step,
        log: false,
        step,
      })),
    fc
      .tuple(fc.integer({ min: -20, max: 20 }), fc.nat(500), fc.constantFrom(1, 3, 10))
      .map(([low, width, step]) => ({ kind: 'int' as const, low, high: low + width, log: false, step })),
    fc
      .tuple(fc.integer({ min: 1, max: 20 }), fc.nat(2000))
      .map(([low, width]) => ({ kind: 'int' as const, low, high: low + width, log: true, step: 1 })),
    fc
      .tuple(real(-3, 3), real(0, 2), fc.boolean(), fc.constantFrom(undefined, 0.5, 2))
      .map(([mean, standardDeviation, log, step]) => ({
        kind: 'normal' as const,
        mean,
        standardDeviation,
        log,
        ...(step === undefined ? {} : { step }),
      })),
  )
}

/** A space of up to six parameters, some of which exist only with the choice 'a' of `branch`. */
export function arbitrarySpace(): fc.Arbitrary<Space> {
  const parameters = fc.array(fc.tuple(arbitraryParameter(), fc.boolean()), { maxLength: 5 })
  return parameters.map((list) => ({
    branch: { kind: 'categorical', choices: ['a', 'b'] },
    ...Object.fromEntries(
      list.map(([parameter, isConditional], index) => [
        `p${index}`,
        isConditional ? { kind: 'conditional' as const, condition: { branch: ['a'] }, parameter } : parameter,
      ]),
    ),
  }))
}

/** Observations of random or extreme, often equal configurations of a space, in all states and with unusual values. */
export function arbitraryHistory(space: Space): fc.Arbitrary<readonly Observation[]> {
  const value = fc.oneof(real(-10, 10), fc.constantFrom(1, 1, NaN, Infinity, -Infinity, undefined))
  const reports = fc.array(fc.oneof(real(-10, 10), fc.constant(NaN)), { maxLength: 4 })
  const unit = fc.oneof(fc.constantFrom(0.5, 2 ** -30, 1 - 2 ** -30), real(0.001, 0.999))
  const observation = fc.record({
    state: fc.constantFrom<Observation['state']>('running', 'complete', 'complete', 'pruned', 'failed'),
    value,
    reports,
    units: fc.array(unit, { minLength: 1, maxLength: 6 }),
  })
  return fc.array(observation, { maxLength: 40 }).map((list) =>
    list.map(({ state, value, reports, units }, number) => {
      let used = 0
      return {
        number,
        configuration: fillSpace(space, (_, parameter) => quantile(parameter, units[used++ % units.length])),
        state,
        ...(state === 'complete' && value !== undefined ? { value } : {}),
        intermediate: reportsOf(reports.entries()),
      }
    }),
  )
}
