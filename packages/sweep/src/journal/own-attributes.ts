import { checkSpace } from '../parameters/check-space.ts'
import { describeValue, isObject } from '../parameters/check.ts'
import { ATTEMPTS } from './journal-record.ts'

type Fields = Readonly<Record<string, unknown>>

/** The user attribute that holds the definition of a study. */
export const DEFINITION = 'tunekit'

/** The system attribute that holds how many trials a study is to have. */
export const TRIAL_COUNT = 'tunekit:trials'

/** Optuna's own attribute for names of values (`Study.set_metric_names`). */
export const METRIC_NAMES = 'study:metric_names'

/** The system attributes that say where in its study's plan a trial stands: `SLOT` is configuration × repeats + repeat. */
export const SLOT = 'tunekit:slot'
export const CONFIGURATION = 'tunekit:configuration'
export const REPEAT = 'tunekit:repeat'

/** The system attribute that says when a trial was started again after its study was stopped. */
export const RESTARTED = 'tunekit:restarted'

const FAILURES = ['error', 'crash', 'timeout', 'lost']

/** Whether it is a time as a journal has it. */
export function isTimestamp(value: unknown): boolean {
  return (
    typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value) && !Number.isNaN(Date.parse(value))
  )
}

/** What is wrong with the definition of a study, if these user attributes have one. */
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
  const isRecipe = (value: unknown): boolean => isObject(value) && typeof value.name === 'string'
  if (!isRecipe(sampler)) return mustBe('sampler', 'an object with a name', sampler)
  if (pruner !== null && !isRecipe(pruner)) return mustBe('pruner', 'null or an object with a name', pruner)
  if (!isInteger(seed)) return mustBe('seed', 'an integer', seed)
  if (seeds !== null && !(Array.isArray(seeds) && seeds.length > 0 && seeds.every(isInteger))) {
    return mustBe('seeds', 'null or a list of integers', seeds)
  }
  if (!isInteger(lag, 1)) return mustBe('lag', 'an integer from 1', lag)
  if (typeof deterministic !== 'boolean') return mustBe('deterministic', 'true or false', deterministic)
  return undefined
}

/** What is wrong with the system attributes of a study, of those that are used. */
export function findProblemOfSystemAttributes(attributes: Fields): string | undefined {
  const { [TRIAL_COUNT]: trialCount, [METRIC_NAMES]: names } = attributes
  if (trialCount !== undefined && !isInteger(trialCount, 0))
    return mustBe(TRIAL_COUNT, 'an integer from 0', trialCount)
  if (names === undefined || (Array.isArray(names) && names.every((name) => typeof name === 'string'))) {
    return undefined
  }
  return mustBe(METRIC_NAMES, 'a list of names', names)
}

/** What is wrong with the system attributes of a trial, of those that are used. */
export function findProblemOfTrialAttributes(attributes: Fields): string | undefined {
  for (const name of [SLOT, CONFIGURATION, REPEAT]) {
    const value = attributes[name]
    if (value !== undefined && !isInteger(value, 0)) return mustBe(name, 'an integer from 0', value)
  }
  const { 'tunekit:seed': seed, 'tunekit:failures': failures } = attributes
  const { [ATTEMPTS]: attempts, [RESTARTED]: restarted } = attributes
  if (seed !== undefined && !isInteger(seed)) return mustBe('tunekit:seed', 'an integer', seed)
  if (attempts !== undefined && !isInteger(attempts, 1))
    return mustBe(ATTEMPTS, 'an integer from 1', attempts)
  if (restarted !== undefined && !isTimestamp(restarted)) {
    return mustBe(RESTARTED, 'a time in ISO 8601', restarted)
  }
  if (failures === undefined || (Array.isArray(failures) && failures.every(isFailure))) return undefined
  return mustBe('tunekit:failures', 'a list of failures', failures)
}

function isFailure(value: unknown): boolean {
  return (
    isObject(value) &&
    FAILURES.includes(value.kind as string) &&
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
