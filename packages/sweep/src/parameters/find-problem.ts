import type { UnconditionalParameter, Value } from './parameter.ts'
import { describeValue, isObject } from './check.ts'

type Fields = Readonly<Record<string, unknown>>

const kinds: Readonly<
  Record<string, { fields: readonly string[]; check: (fields: Fields) => string | undefined }>
> = {
  categorical: { fields: ['choices', 'probabilities'], check: checkCategorical },
  float: { fields: ['low', 'high', 'log', 'step'], check: checkFloat },
  int: { fields: ['low', 'high', 'log', 'step'], check: checkInt },
  normal: { fields: ['mean', 'standardDeviation', 'log', 'step'], check: checkNormal },
  constant: { fields: ['value'], check: checkConstant },
}

/**
 * Finds what is wrong with an unconditional parameter.
 *
 * @param parameter Any value; it may come from JSON
 * @returns A sentence, or `undefined` if nothing is wrong
 */
export function findProblem(parameter: unknown): string | undefined {
  if (!isObject(parameter)) return `a parameter must be an object, got ${describeValue(parameter)}.`
  const kind = Object.hasOwn(kinds, String(parameter.kind)) ? kinds[String(parameter.kind)] : undefined
  if (!kind)
    return `\`kind\` must be one of ${Object.keys(kinds).join(', ')}, got ${describeValue(parameter.kind)}.`
  const unknown = Object.keys(parameter).find((name) => name !== 'kind' && !kind.fields.includes(name))
  if (unknown !== undefined) {
    return `\`${unknown}\` is an unknown option: expected one of ${kind.fields.join(', ')}.`
  }
  return kind.check(parameter)
}

/** Checks a parameter and returns it. @throws {RangeError} If something is wrong with the parameter */
export function checked<P extends UnconditionalParameter>(parameter: P): P {
  const problem = findProblem(parameter)
  if (problem !== undefined) throw new RangeError(problem)
  return parameter
}

/** Whether a value can be the value of a parameter, which JSON must be able to represent. */
function isValue(value: unknown): value is Value {
  return value === null || ['string', 'boolean'].includes(typeof value) || Number.isFinite(value)
}

function checkCategorical({ choices, probabilities }: Fields): string | undefined {
  if (!Array.isArray(choices)) return `\`choices\` must be a list, got ${describeValue(choices)}.`
  if (choices.length === 0) return '`choices` is empty: a choice needs at least one value.'
  for (const [index, choice] of choices.entries()) {
    if (!isValue(choice)) return `\`choices[${index}]\` ${mustBeValue(choice)}`
    if (choices.indexOf(choice) < index) return `\`choices\` has ${describeValue(choice)} twice: remove one.`
  }
  return probabilities === undefined ? undefined : checkProbabilities(probabilities, choices.length)
}

function checkProbabilities(probabilities: unknown, length: number): string | undefined {
  if (!Array.isArray(probabilities) || probabilities.length !== length) {
    return `\`probabilities\` must have one number for each choice: expected ${length}, got ${describeValue(probabilities)}.`
  }
  for (const [index, probability] of probabilities.entries()) {
    if (!Number.isFinite(probability) || probability < 0) {
      return `\`probabilities[${index}]\` must be a non-negative number, got ${describeValue(probability)}.`
    }
  }
  const sum = (probabilities as number[]).reduce((total, probability) => total + probability, 0)
  return Math.abs(sum - 1) <= 1e-9 ? undefined : `\`probabilities\` must sum to 1, got a sum of ${sum}.`
}

function checkFloat(fields: Fields): string | undefined {
  return (
    checkNumbers(fields, ['low', 'high']) ??
    checkLog(fields) ??
    checkRange(fields as { low: number; high: number; log: boolean; step?: unknown })
  )
}

function checkRange({
  low,
  high,
  log,
  step,
}: {
  low: number
  high: number
  log: boolean
  step?: unknown
}): string | undefined {
  if (low > high) return `\`high\` must be at least \`low\` (${low}), got ${high}.`
  if (!Number.isFinite(high - low)) return `\`high\` − \`low\` must be finite, got ${high} − ${low}.`
  if (log && low <= 0) return `\`low\` must be a positive number with \`log\`, got ${low}.`
  if (step === undefined) return undefined
  if (log)
    return `\`step\` cannot be combined with \`log\`, got ${describeValue(step)}. Leave one of them out.`
  return checkStep(step) ?? checkStepFits({ low, high, step: step as number })
}

function checkStepFits({ low, high, step }: { low: number; high: number; step: number }): string | undefined {
  if (step > high - low) return `\`step\` must be at most \`high\` − \`low\` (${high - low}), got ${step}.`
  if ((high - low) / step <= Number.MAX_SAFE_INTEGER) return undefined
  return `\`step\` must not cut the range into more than 2⁵³ steps, got ${step}.`
}

function checkInt(fields: Fields): string | undefined {
  for (const name of ['low', 'high', 'step']) {
    if (!Number.isSafeInteger(fields[name])) {
      return `\`${name}\` must be a safe integer, got ${describeValue(fields[name])}.`
    }
  }
  const { low, high, log, step } = fields as { low: number; high: number; log: boolean; step: number }
  const problem = checkLog(fields) ?? checkRange({ low, high, log }) ?? checkStep(step)
  if (problem !== undefined) return problem
  if (!Number.isSafeInteger(high - low)) return `\`high\` − \`low\` must be below 2⁵³, got ${high} − ${low}.`
  if (log && step !== 1) return `\`step\` must be 1 with \`log\`, got ${step}.`
  return step === 1 ? undefined : checkStepFits({ low, high, step })
}

/** The largest distance from the mean, in standard deviations, of a normal number drawn from a uniform number of 53 bits. */
const halfWidth = 8.3

function checkNormal(fields: Fields): string | undefined {
  const problem = checkNumbers(fields, ['mean', 'standardDeviation']) ?? checkLog(fields)
  if (problem !== undefined) return problem
  const { mean, standardDeviation, log, step } = fields as Record<'mean' | 'standardDeviation', number> &
    Fields
  if (standardDeviation <= 0)
    return `\`standardDeviation\` must be a positive number, got ${standardDeviation}.`
  const ends = [mean - halfWidth * standardDeviation, mean + halfWidth * standardDeviation]
  const values = log ? ends.map(Math.exp) : ends
  if (!values.every(Number.isFinite) || (log && values[0] === 0)) {
    const what = `\`mean\` ± ${halfWidth} \`standardDeviation\`${log ? ', of the logarithm,' : ''}`
    return `${what} must be within the range of numbers, got ${mean} ± ${halfWidth} · ${standardDeviation}.`
  }
  return step === undefined ? undefined : checkStep(step)
}

function checkConstant({ value }: Fields): string | undefined {
  return isValue(value) ? undefined : `\`value\` ${mustBeValue(value)}`
}

function checkNumbers(fields: Fields, names: readonly string[]): string | undefined {
  const name = names.find((each) => !Number.isFinite(fields[each]))
  return name === undefined
    ? undefined
    : `\`${name}\` must be a finite number, got ${describeValue(fields[name])}.`
}

function checkLog({ log }: Fields): string | undefined {
  return typeof log === 'boolean' ? undefined : `\`log\` must be true or false, got ${describeValue(log)}.`
}

function checkStep(step: unknown): string | undefined {
  if (Number.isFinite(step) && (step as number) > 0) return undefined
  return `\`step\` must be a positive number, got ${describeValue(step)}.`
}

function mustBeValue(value: unknown): string {
  return `must be a string, a finite number, a boolean or null, got ${describeValue(value)}.`
}
