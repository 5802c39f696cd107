import type { UnconditionalParameter } from '../parameters/parameter.ts'
import type { ParameterSource } from './parameter-source.ts'
import { fail, optional, readNumber } from './read-fields.ts'
import type { Range } from './read-range.ts'

/** Reads `q`, which is 1 by default. */
export function readStep({ name, map }: ParameterSource): number {
  return optional(map, 'q', (value) => readNumber(value, `\`q\` of parameter "${name}"`, 'positive')) ?? 1
}

/** Returns the parameter of the multiples of `q` within a range. */
export function multiples(source: ParameterSource, range: Range, log = false): UnconditionalParameter {
  const { name, map } = source
  const step = readStep(source)
  // A bound that is a multiple except for rounding errors counts as one.
  const first = Math.ceil(range.low / step - 1e-9)
  const last = Math.floor(range.high / step + 1e-9)
  if (first > last) {
    const place = map.entries.get('q')?.place ?? map.place
    fail(
      place,
      `Parameter "${name}" has no values: no multiple of \`q\` ${step} lies between ${range.low} and ${range.high}.`,
    )
  }
  const [low, high] = [first, last].map((count) => Number((count * step).toPrecision(15)))
  if (Number.isInteger(step)) return { kind: 'int', low, high, log, step }
  return { kind: 'float', low, high, log: false, step }
}

/** Returns the parameter of the multiples of `q` within a range, uniform in the logarithm if `q` is 1. */
export function logMultiples(source: ParameterSource, range: Range): UnconditionalParameter {
  const step = readStep(source)
  if (step === 1 && range.high >= 1) return multiples(source, { ...range, low: Math.max(range.low, 1) }, true)
  source.warn(
    `Parameter "${source.name}" is drawn uniformly from the multiples of ${step}, not uniformly in the logarithm: ` +
      'a step cannot be combined with the logarithm unless `q` is 1.',
  )
  return multiples(source, range)
}
