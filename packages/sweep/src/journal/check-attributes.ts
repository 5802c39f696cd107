import { checkSpace } from '../parameters/check-space.ts'
import { describeInteger, describeValue, isObject } from '../parameters/check.ts'
import {
  ATTEMPTS,
  CONFIGURATION,
  DEFINITION,
  FAILURES,
  METRIC_NAMES,
  REPEAT,
  RESTARTED,
  SEED,
  SLOT,
  TRIAL_COUNT,
} from './attribute-names.ts'

type Fields = Readonly<Record<string, unknown>>

const failureKinds = ['error', 'crash', 'timeout', 'lost']

/** Whether a value is a time in a journal's format. */
export function isTimestamp(value: unknown): boolean {
  return (
    typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value) && !Number.isNaN(Date.parse(value))
  )
}

/** Finds what is wrong with the definition of a study in its user attributes; `undefined` if nothing is, or if there is no definition. */
export function findProblemOfStudyAttributes(attributes: Fields): string | undefined {
  if (!Object.hasOwn(attributes, DEFINITION)) return undefined
  const definition = attributes[DEFINITION]
  if (!isObject(definition)) return mustBe(DEFINITION, 'the definition of a study', definition)
  const { space, sampler, pruner, seed, seeds, lag, deterministic } = definition
  try {
    checkSpace(space)
  } catch (error) {
    return (error as Error).message
  }
  const isNamed = (value: unknown): boolean => isObject(value) && typeof value.name === 'string'
  if (!isNamed(sampler)) return mustBe('sampler', 'an object with a name', sampler)
  if (pruner !== null && !isNamed(pruner)) return mustBe('pruner', 'null or an object with a name', pruner)
  if (!isInteger(seed)) return mustBe('seed', 'an integer', seed)
  if (seeds !== null && !(Array.isArray(seeds) && seeds.length > 0 && seeds.every(isInteger))) {
    return mustBe('seeds', 'null or a list of integers', seeds)
  }
  if (!isInteger(lag, 1)) return mustBe('lag', describeInteger(1), lag)
  if (typeof deterministic !== 'boolean') return mustBe('deterministic', 'true or false', deterministic)
  return undefined
}

/** Finds what is wrong with the system attributes of a study that are used here; `undefined` if nothing is. */
export function findProblemOfSystemAttributes(attributes: Fields): string | undefined {
  const { [TRIAL_COUNT]: trialCount, [METRIC_NAMES]: names } = attributes
  if (trialCount !== undefined && !isInteger(trialCount, 0))
    return mustBe(TRIAL_COUNT, describeInteger(0), trialCount)
  if (names === undefined || (Array.isArray(names) && names.every((name) => typeof name === 'string'))) {
    return undefined
  }
  return mustBe(METRIC_NAMES, 'a list of names', names)
}

/** Finds what is wrong with the system attributes of a trial that are used here; `undefined` if nothing is. */
export function findProblemOfTrialAttributes(attributes: Fields): string | undefined {
  for (const name of [SLOT, CONFIGURATION, REPEAT]) {
    const value = attributes[name]
    if (value !== undefined && !isInteger(value, 0)) return mustBe(name, describeInteger(0), value)
  }
  const { [SEED]: seed, [ATTEMPTS]: attempts, [FAILURES]: failures, [RESTARTED]: restarted } = attributes
  if (seed !== undefined && !isInteger(seed)) return mustBe(SEED, 'an integer', seed)
  if (attempts !== undefined && !isInteger(attempts, 1)) return mustBe(ATTEMPTS, describeInteger(1), attempts)
  if (restarted !== undefined && !isTimestamp(restarted)) {
    return mustBe(RESTARTED, 'a time in ISO 8601', restarted)
  }
  if (failures === undefined || (Array.isArray(failures) && failures.every(isFailure))) return undefined
  return mustBe(FAILURES, 'a list of failures', failures)
}

function isFailure(value: unknown): boolean {
  return (
    isObject(value) &&
    failureKinds.includes(value.kind as string) &&
    typeof value.message === 'string' &&
    isInteger(value.attempt, 1)
  )
}

function isInteger(value: unknown, least = -Infinity): boolean {
  return Number.isSafeInteger(value) && (value as number) >= least
}

function mustBe(name: string, what: string, got: unknown): string {
  return `\`${name}\` must be ${what}, got ${describeValue(got)}.`
}
