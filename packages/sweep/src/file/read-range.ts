import type { ParameterSource } from './parameter-source.ts'
import { fail, readNumber, readText, required, type Sign } from './read-fields.ts'

export interface Range {
  readonly low: number
  readonly high: number
}

/** Reads `min` and `max` as values. */
export function readRange(
  { name, map }: ParameterSource,
  { sign, read = readNumber }: { readonly sign?: Sign; readonly read?: typeof readNumber } = {},
): Range {
  const [min, max] = ['min', 'max'].map((key) => required(map, key, `Parameter "${name}"`).value)
  const low = read(min, `\`min\` of parameter "${name}"`, sign)
  const high = read(max, `\`max\` of parameter "${name}"`)
  if (!(high > low)) {
    fail(max.place, `\`max\` of parameter "${name}" must be greater than \`min\` ${low}, got ${high}.`)
  }
  return { low, high }
}

/** An exponent above 23 probably was meant as a value: e²³ is about 10¹⁰, and a batch size up to e¹²⁸ would end at 10⁵⁵. */
const maxLikelyExponent = 23

/**
 * Reads `min` and `max` as exponents, as in some of W&B's distributions. The range is e^min to e^max, or e^−max to e^−min
 * if the sign is negative.
 */
export function readExponents(source: ParameterSource, sign: 1 | -1 = 1): Range {
  const { name, map } = source
  const { low: min, high: max } = readRange(source)
  const distribution = readText(map.entries.get('distribution')!.value, '`distribution`')
  for (const [key, exponent] of Object.entries({ min, max })) {
    const bound = Math.exp(sign * exponent)
    if (bound > 0 && bound < Infinity) continue
    fail(
      map.entries.get(key)!.value.place,
      `\`${key}\` of parameter "${name}" is an exponent, and e to the power of ${sign * exponent} is beyond the range of ` +
        `numbers. To give a value, write ${distribution}_values.`,
    )
  }
  const [low, high] = [min, max].map((exponent) => Math.exp(sign * exponent)).sort((a, b) => a - b)
  if ((min > 0 && max <= 1) || max > maxLikelyExponent) {
    const [from, to] = [low, high].map((number) => number.toPrecision(4))
    source.warn(
      `\`min\` and \`max\` of ${distribution} are exponents, so parameter "${name}" ranges from ${from} to ${to}. ` +
        `To give values, write ${distribution}_values.`,
    )
  }
  return { low, high }
}
