import type { ParameterSource } from './parameter-source.ts'
import { fail, readText } from './read-fields.ts'
import { readRange, type Range } from './read-range.ts'

/** Beyond e²³, about 10¹⁰, exponents are rather values: a batch size from 1 to 128 would end at 10⁵⁵. */
const greatestLikely = 23

/**
 * Reads `min` and `max` of W&B's distributions of exponents: the parameter is from e^min to e^max, or if the sign is
 * negative, from e^−max to e^−min.
 */
export function readExponents(source: ParameterSource, sign: 1 | -1 = 1): Range {
  const { name, map } = source
  const { low: min, high: max } = readRange(source)
  const distribution = readText(map.entries.get('distribution')!.value, '`distribution`')
  for (const [key, exponent] of [
    ['min', min],
    ['max', max],
  ] as const) {
    const bound = Math.exp(sign * exponent)
    if (bound > 0 && bound < Infinity) continue
    fail(
      map.entries.get(key)!.value.place,
      `\`${key}\` of parameter "${name}" is an exponent, and e to the power of ${sign * exponent} is beyond the range of ` +
        `numbers. If it is meant as a value, write ${distribution}_values.`,
    )
  }
  const [low, high] = [min, max].map((exponent) => Math.exp(sign * exponent)).sort((a, b) => a - b)
  if ((min > 0 && max <= 1) || max > greatestLikely) {
    const [from, to] = [low, high].map((number) => number.toPrecision(4))
    source.warn(
      `\`min\` and \`max\` of ${distribution} are exponents, hence parameter "${name}" is from ${from} to ${to}. ` +
        `If they are meant as values, write ${distribution}_values.`,
    )
  }
  return { low, high }
}
