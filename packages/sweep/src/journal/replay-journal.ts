import type { Configuration } from '../parameters/space.ts'
import { ReportList } from '../study/reports.ts'
import type { Direction } from '../study/direction.ts'
import { configurationOf, decodeValue } from './distribution.ts'
import type { JournalRecord, TrialState } from './journal-record.ts'
import type { Attributes } from '../study/study-trial.ts'
import { DIRECTIONS, OPERATIONS, TRIAL_STATES } from './journal-record.ts'
import { ATTEMPTS } from './attribute-names.ts'

/** A trial of a journal. */
export interface JournalTrial {
  /** The number of the trial in the whole journal. */
  readonly id: number
  readonly studyId: number
  /** The number of the trial in its study, from 0. */
  readonly number: number
  state: TrialState
  configuration: Configuration
  distributions: Readonly<Record<string, string>>
  /** The values of a complete trial; a value may be NaN. */
  values?: readonly number[]
  readonly intermediate: ReportList
  readonly userAttributes: Map<string, unknown>
  readonly systemAttributes: Map<string, unknown>
  /** ISO 8601. */
  startedAt?: string
  /** ISO 8601. */
  endedAt?: string
}

/** A study of a journal. */
export interface JournalStudy {
  readonly id: number
  readonly name: string
  readonly directions: readonly Direction[]
  readonly userAttributes: Map<string, unknown>
  readonly systemAttributes: Map<string, unknown>
  readonly trials: JournalTrial[]
}

/** The studies and trials of a journal. */
export interface JournalState {
  /** The studies by id, without deleted studies. */
  readonly studies: Map<number, JournalStudy>
  readonly trials: JournalTrial[]
  studiesCreated: number
}

/** Returns the state of an empty journal. */
export function emptyJournalState(): JournalState {
  return { studies: new Map(), trials: [], studiesCreated: 0 }
}

/**
 * Applies a record as Optuna does (optuna/storages/journal/_storage.py, `JournalStorageReplayResult`): a second study of the same
 * name is ignored, and so are changes of trials that have ended or do not exist.
 */
export function applyRecord(state: JournalState, record: JournalRecord): void {
  if ('trial_id' in record) {
    const trial = state.trials[record.trial_id] as JournalTrial | undefined
    if (trial && (trial.state === 'running' || trial.state === 'waiting')) changeTrial(trial, record)
  } else if (record.op_code === OPERATIONS.createStudy) {
    createStudy(state, record)
  } else {
    const study = state.studies.get(record.study_id)
    if (study) changeStudy(state, study, record)
  }
}

type RecordOf<Code extends JournalRecord['op_code']> = Extract<JournalRecord, { op_code: Code }>

function createStudy(state: JournalState, { study_name: name, directions }: RecordOf<0>): void {
  if ([...state.studies.values()].some((study) => study.name === name)) return
  const id = state.studiesCreated++
  state.studies.set(id, {
    id,
    name,
    directions: directions.map((code) => DIRECTIONS[code]).filter((direction) => direction !== undefined),
    userAttributes: new Map(),
    systemAttributes: new Map(),
    trials: [],
  })
}

function changeStudy(state: JournalState, study: JournalStudy, record: RecordOf<1 | 2 | 3 | 4>): void {
  switch (record.op_code) {
    case OPERATIONS.deleteStudy:
      state.studies.delete(study.id)
      break
    case OPERATIONS.setStudyUserAttribute:
      setAll(study.userAttributes, record.user_attr)
      break
    case OPERATIONS.setStudySystemAttribute:
      setAll(study.systemAttributes, record.system_attr)
      break
    case OPERATIONS.createTrial:
      createTrial(state, study, record)
  }
}

function createTrial(state: JournalState, study: JournalStudy, record: RecordOf<4>): void {
  const { distributions = {}, value, values } = record
  const intermediate = new ReportList()
  // Integer keys of an object are in ascending order.
  for (const [step, reported] of Object.entries(record.intermediate_values ?? {})) {
    intermediate.set(Number(step), reported)
  }
  const trial: JournalTrial = {
    id: state.trials.length,
    studyId: study.id,
    number: study.trials.length,
    state: TRIAL_STATES[record.state ?? 0],
    configuration: configurationOf(record),
    distributions,
    values: values ?? (typeof value === 'number' ? [value] : undefined),
    intermediate,
    userAttributes: new Map(Object.entries(record.user_attrs ?? {})),
    systemAttributes: new Map(Object.entries(record.system_attrs ?? {})),
    startedAt: record.datetime_start ?? undefined,
    endedAt: record.datetime_complete,
  }
  state.trials.push(trial)
  study.trials.push(trial)
}

function changeTrial(trial: JournalTrial, record: RecordOf<5 | 6 | 7 | 8 | 9>): void {
  switch (record.op_code) {
    case OPERATIONS.setTrialParameter: {
      const { param_name: name, distribution } = record
      const value = decodeValue(distribution, record.param_value_internal)
      trial.configuration = { ...trial.configuration, [name]: value }
      trial.distributions = { ...trial.distributions, [name]: distribution }
      break
    }
    case OPERATIONS.setTrialState: {
      const state = TRIAL_STATES[record.state]
      if (state === 'running' && trial.state === 'running') break
      trial.state = state
      if (state === 'running') trial.startedAt = record.datetime_start
      else if (state !== 'waiting') trial.endedAt = record.datetime_complete
      if (record.values) trial.values = record.values
      break
    }
    case OPERATIONS.setTrialIntermediateValue:
      trial.intermediate.set(record.step, record.intermediate_value)
      break
    case OPERATIONS.setTrialUserAttribute:
      setAll(trial.userAttributes, record.user_attr)
      break
    case OPERATIONS.setTrialSystemAttribute:
      setAll(trial.systemAttributes, record.system_attr)
      if (ATTEMPTS in record.system_attr) trial.intermediate.startAttempt()
  }
}

function setAll(attributes: Map<string, unknown>, more: Attributes): void {
  for (const [name, value] of Object.entries(more)) attributes.set(name, value)
}
