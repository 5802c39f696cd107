import { InvalidArgumentError } from 'commander'

/** A type of option values: their form on the command line, and which of them are valid. */
export interface OptionType<Value> {
  /** A noun phrase for "Expected …" and "must be …": `'a positive integer'`. */
  readonly expected: string
  /** The placeholder of a value in the help: `'<n>'`. Absent for a flag, which has no value. */
  readonly placeholder?: string
  /** The valid names. Absent if the values are not names from a list. */
  readonly choices?: readonly string[]
  /** Whether a value, such as one from `config.json`, is valid. */
  isValid(value: unknown): value is Value
  /**
   * Reads a value from the command line.
   *
   * @throws {InvalidArgumentError} If the text is not a valid value
   */
  parse(text: string): Value
}

/** A flag without a value. */
export const flag: OptionType<boolean> = optionType('true or false', (value) => typeof value === 'boolean')

/** Any safe integer. */
export const integer: OptionType<number> = numberType('an integer', '<n>', Number.isSafeInteger)

/** A safe integer above 0. */
export const positiveInteger: OptionType<number> = numberType('a positive integer', '<n>', isPositiveInteger)

/** A safe integer that is 0 or above. */
export const nonNegativeInteger: OptionType<number> = numberType(
  'a non-negative integer',
  '<n>',
  (value) => Number.isSafeInteger(value) && value >= 0,
)

/** A finite number that is 0 or above. */
export const nonNegativeNumber: OptionType<number> = numberType(
  'a non-negative number, such as 3e-4',
  '<x>',
  (value) => Number.isFinite(value) && value >= 0,
)

/** A number of threads. */
export const threadCount: OptionType<number> = numberType(
  'an integer from 1 to 64',
  '<n>',
  (value) => isPositiveInteger(value) && value <= 64,
)

/** Two positive integers, separated by a comma: `6,16`. */
export const positiveIntegerPair: OptionType<readonly [number, number]> = optionType(
  'two positive integers, such as 6,16',
  (value) => Array.isArray(value) && value.length === 2 && value.every(isPositiveInteger),
  { placeholder: '<a,b>', read: (written) => written.split(',').map(Number) },
)

/** The options of an optimizer's rule, as a JSON object. */
export const ruleOptions: OptionType<Readonly<Record<string, unknown>>> = optionType(
  'a JSON object, such as {"beta1":0.9}',
  isObject,
  { placeholder: '<json>', read: readRuleOptions },
)

/** Creates the type of an option that accepts any string. */
export function text(placeholder: string): OptionType<string> {
  return optionType('a string', (value) => typeof value === 'string', { placeholder })
}

/** Creates the type of an option that accepts one of several names. */
export function choice<const Name extends string>(choices: readonly Name[]): OptionType<Name> {
  const expected = choices.map((name) => `"${name}"`).join(' or ')
  return optionType(expected, (value) => choices.includes(value as Name), { placeholder: '<name>', choices })
}

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function readRuleOptions(written: string): unknown {
  let options: unknown
  try {
    options = JSON.parse(written)
  } catch (error) {
    throw new InvalidArgumentError(`Expected JSON, such as {"beta1":0.9}: ${(error as Error).message}.`)
  }
  if (isObject(options) && 'name' in options) {
    throw new InvalidArgumentError('Expected options without a name: --optimizer names the rule.')
  }
  return options
}

function isPositiveInteger(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) > 0
}

function numberType(
  expected: string,
  placeholder: string,
  isValid: (value: number) => boolean,
): OptionType<number> {
  return optionType(expected, (value) => typeof value === 'number' && isValid(value), {
    placeholder,
    read: (written) => (written.trim() === '' ? NaN : Number(written)),
  })
}

/** @param options.read Reads a value, valid or not, from the command line. Default: returns the text */
function optionType<Value>(
  expected: string,
  isValid: (value: unknown) => boolean,
  {
    read = (written) => written,
    ...shown
  }: Pick<OptionType<Value>, 'placeholder' | 'choices'> & { read?: (written: string) => unknown } = {},
): OptionType<Value> {
  return {
    ...shown,
    expected,
    isValid: (value): value is Value => isValid(value),
    parse(written) {
      const value = read(written)
      if (!isValid(value)) throw new InvalidArgumentError(`Expected ${expected}.`)
      return value as Value
    },
  }
}
