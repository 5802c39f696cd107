import { checkConfiguration } from '../parameters/check-configuration.ts'
import { describeValue, isObject } from '../parameters/check.ts'
import type { Space } from '../parameters/space.ts'
import { configurationOf } from './distribution.ts'
import type { Parameters } from './distribution.ts'
import { OPERATIONS, TRIAL_STATES } from './journal-record.ts'
import {
  findProblemOfStudyAttributes,
  findProblemOfSystemAttributes,
  findProblemOfTrialAttributes,
  isTimestamp,
} from './check-attributes.ts'
import { CONFIGURATION, DEFINITION, REPEAT, SLOT } from './attribute-names.ts'

type Fields = Readonly<Record<string, unknown>>

interface PlaceInPlan {
  readonly [SLOT]?: number
  readonly [CONFIGURATION]?: number
  readonly [REPEAT]?: number
}

interface StudyPlan {
  readonly space: Space
  readonly seeds: readonly number[] | null
}

/** A field of a record: its requirement in words, and as a test. */
interface Field {
  readonly name: string
  readonly must: string
  readonly isRight: (value: unknown) => boolean
  readonly optional?: true
}

const isIndex = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0
const isState = (value: unknown): boolean => isIndex(value) && (value as number) < TRIAL_STATES.length
const isNumber = (value: unknown): boolean => typeof value === 'number'
const isText = (value: unknown): boolean => typeof value === 'string'
const isNumbers = (value: unknown): boolean =>
  value === null || (Array.isArray(value) && value.length > 0 && value.every(isNumber))
const isNullOr = (test: (value: unknown) => boolean) => (value: unknown) => value === null || test(value)

const index = (name: string): Field => ({ name, must: 'a non-negative integer', isRight: isIndex })
const number = (name: string): Field => ({ name, must: 'a number', isRight: isNumber })
const text = (name: string): Field => ({ name, must: 'a string', isRight: isText })
const object = (name: string): Field => ({ name, must: 'an object', isRight: isObject })
const numbers = (name: string): Field => ({ name, must: 'null or a list of numbers', isRight: isNumbers })
const state = (name: string): Field => ({
  name,
  must: `the number of a state, below ${TRIAL_STATES.length}`,
  isRight: isState,
})
const time = (name: string): Field => ({
  name,
  must: 'null or a time in ISO 8601',
  isRight: isNullOr(isTimestamp),
})
const optional = (field: Field): Field => ({ ...field, optional: true })

/** The required fields of each operation; a record may have more. */
const FIELDS: Readonly<Record<number, readonly Field[]>> = {
  [OPERATIONS.createStudy]: [
    text('study_name'),
    {
      name: 'directions',
      must: 'a list of directions, 0, 1 or 2',
      isRight: (value) => Array.isArray(value) && value.every((code) => [0, 1, 2].includes(code as number)),
    },
  ],
  [OPERATIONS.deleteStudy]: [index('study_id')],
  [OPERATIONS.setStudyUserAttribute]: [index('study_id'), object('user_attr')],
  [OPERATIONS.setStudySystemAttribute]: [index('study_id'), object('system_attr')],
  [OPERATIONS.createTrial]: [
    index('study_id'),
    time('datetime_start'),
    optional(time('datetime_complete')),
    optional(state('state')),
    optional({ name: 'value', must: 'null or a number', isRight: isNullOr(isNumber) }),
    optional(numbers('values')),
    optional(object('distributions')),
    optional(object('params')),
    optional(object('user_attrs')),
    optional(object('system_attrs')),
    optional(object('intermediate_values')),
  ],
  [OPERATIONS.setTrialParameter]: [
    index('trial_id'),
    text('param_name'),
    number('param_value_internal'),
    text('distribution'),
  ],
  [OPERATIONS.setTrialState]: [
    index('trial_id'),
    state('state'),
    optional(numbers('values')),
    optional(time('datetime_start')),
    optional(time('datetime_complete')),
  ],
  [OPERATIONS.setTrialIntermediateValue]: [index('trial_id'), index('step'), number('intermediate_value')],
  [OPERATIONS.setTrialUserAttribute]: [index('trial_id'), object('user_attr')],
  [OPERATIONS.setTrialSystemAttribute]: [index('trial_id'), object('system_attr')],
}

/**
 * Creates a function that checks the records of a journal, one after the other. The fields of each record must be valid and consistent
 * with the earlier records. A record may be any object; unknown operations are ignored.
 *
 * @returns A function that returns a sentence about the problem, or `undefined` if there is none
 */
export function recordChecker(): (record: Fields) => string | undefined {
  const studies: { readonly name: string; isDeleted: boolean; plan?: StudyPlan }[] = []
  const trials: { readonly study: number; readonly slot: number | undefined; state: unknown }[] = []
  /** The latest trial of each slot, by study. */
  const slots: number[][] = []

  function findProblemOfCreation(record: Fields): string | undefined {
    const { study_id: study, state: created = 0 } = record as { study_id: number; state?: unknown }
    const { plan, isDeleted } = studies[study]
    if (isDeleted) return undefined
    const { [SLOT]: slot } = (record.system_attrs ?? {}) as PlaceInPlan
    if (slot !== undefined) {
      const filled = slots[study]
      const problem = plan && findProblemOfPlan(record, plan)
      if (problem !== undefined) return problem
      if (slot > filled.length) {
        return `\`${SLOT}\` must be at most ${filled.length}, the first without a trial, got ${slot}.`
      }
      if (slot < filled.length && trials[filled[slot]].state !== TRIAL_STATES.indexOf('failed')) {
        return `\`${SLOT}\` ${slot} already has a trial, which has not failed.`
      }
      filled[slot] = trials.length
    }
    trials.push({ study, slot, state: created })
    return undefined
  }

  function noteDefinition(study: number, { [DEFINITION]: definition }: Fields): void {
    if (definition !== undefined) studies[study].plan = definition as StudyPlan
  }

  /** Finds what is inconsistent with the earlier records, and notes what this record adds. */
  function findProblemOfOrder(record: Fields): string | undefined {
    if (record.op_code === OPERATIONS.createStudy) {
      const name = record.study_name as string
      if (studies.some((study) => study.name === name && !study.isDeleted)) return undefined
      studies.push({ name, isDeleted: false })
      slots.push([])
    } else if ('trial_id' in record) {
      const trial = trials[record.trial_id as number] as (typeof trials)[number] | undefined
      if (!trial)
        return `\`trial_id\` must be the id of an earlier trial, below ${trials.length}, got ${String(record.trial_id)}.`
      if (record.op_code === OPERATIONS.setTrialState && !isEnded(trial.state)) trial.state = record.state
    } else {
      const study = record.study_id as number
      if (study >= studies.length) {
        return `\`study_id\` must be the id of an earlier study, below ${studies.length}, got ${study}.`
      }
      if (record.op_code === OPERATIONS.deleteStudy) studies[study].isDeleted = true
      if (record.op_code === OPERATIONS.setStudyUserAttribute)
        noteDefinition(study, record.user_attr as Fields)
      if (record.op_code === OPERATIONS.createTrial) return findProblemOfCreation(record)
    }
    return undefined
  }

  return (record) => {
    const fields = FIELDS[record.op_code as number] as readonly Field[] | undefined
    if (!fields) return undefined
    for (const { name, must, isRight, optional: mayMiss } of fields) {
      const value = record[name]
      if (value === undefined && mayMiss) continue
      if (!isRight(value)) return `\`${name}\` must be ${must}, got ${describeValue(value)}.`
    }
    return findProblemOfContent(record) ?? findProblemOfOrder(record)
  }
}

/** Finds what is wrong with a trial of a study whose plan is known. */
function findProblemOfPlan(record: Fields, { space, seeds }: StudyPlan): string | undefined {
  const {
    [SLOT]: slot,
    [CONFIGURATION]: number = NaN,
    [REPEAT]: repeat = NaN,
  } = record.system_attrs as PlaceInPlan
  const repeats = seeds?.length ?? 1
  if (slot !== number * repeats + repeat) {
    return `\`${SLOT}\` must be ${CONFIGURATION} × ${repeats} + ${REPEAT}, got ${slot}, ${number} and ${repeat}.`
  }
  try {
    checkConfiguration(space, configurationOf(record as Parameters))
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}

function isEnded(code: unknown): boolean {
  return !['running', 'waiting'].includes(TRIAL_STATES[code as number])
}

/** Finds what is wrong with the content of the fields. Their types must be valid. */
function findProblemOfContent(record: Fields): string | undefined {
  switch (record.op_code) {
    case OPERATIONS.setStudyUserAttribute:
      return findProblemOfStudyAttributes(record.user_attr as Fields)
    case OPERATIONS.setStudySystemAttribute:
      return findProblemOfSystemAttributes(record.system_attr as Fields)
    case OPERATIONS.setTrialSystemAttribute:
      return findProblemOfTrialAttributes(record.system_attr as Fields)
    case OPERATIONS.setTrialParameter:
      return findProblemOfValue(record.param_name as string, record.distribution, record.param_value_internal)
    case OPERATIONS.setTrialState:
      return findProblemOfEnd(record)
    case OPERATIONS.createTrial:
      return (
        findProblemOfEnd(record) ??
        findProblemOfParameters(record) ??
        findProblemOfReports((record.intermediate_values ?? {}) as Fields) ??
        findProblemOfTrialAttributes((record.system_attrs ?? {}) as Fields)
      )
    default:
      return undefined
  }
}

function findProblemOfEnd({ state: code, values, value }: Fields): string | undefined {
  if (code !== TRIAL_STATES.indexOf('complete') || Array.isArray(values) || isNumber(value)) return undefined
  return `\`values\` of a complete trial must be a list of numbers, got ${describeValue(values)}.`
}

function findProblemOfParameters({ distributions = {}, params = {} }: Fields): string | undefined {
  const [known, given] = [distributions, params] as [Fields, Fields]
  const alone = Object.keys(known).find((name) => !Object.hasOwn(given, name))
  if (alone !== undefined) return `\`params\` has no "${alone}", which \`distributions\` has.`
  for (const [name, value] of Object.entries(given)) {
    const problem = findProblemOfValue(name, Object.hasOwn(known, name) ? known[name] : undefined, value)
    if (problem !== undefined) return problem
  }
  return undefined
}

/** Finds what is wrong with a value of a journal, or with its distribution. */
function findProblemOfValue(name: string, distribution: unknown, encoded: unknown): string | undefined {
  const parsed = typeof distribution === 'string' ? parseJson(distribution) : undefined
  if (!isObject(parsed) || !isText(parsed.name) || !isObject(parsed.attributes)) {
    return `the distribution of "${name}" must be JSON with a name and attributes, got ${describeValue(distribution)}.`
  }
  if (!isNumber(encoded)) return `the value of "${name}" must be a number, got ${describeValue(encoded)}.`
  if (parsed.name !== 'CategoricalDistribution') return undefined
  const { choices } = parsed.attributes
  if (Array.isArray(choices) && isIndex(encoded) && (encoded as number) < choices.length) return undefined
  return `the value of "${name}" must be the index of one of its choices ${describeValue(choices)}, got ${String(encoded)}.`
}

function findProblemOfReports(reports: Fields): string | undefined {
  for (const [step, value] of Object.entries(reports)) {
    if (!isIndex(Number(step)) || step.trim() === '' || !isNumber(value)) {
      return `\`intermediate_values\` must be numbers by step, got ${describeValue(value)} at "${step}".`
    }
  }
  return undefined
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json) as unknown
  } catch {
    return undefined
  }
}
